# syntax=docker/dockerfile:1
FROM node:22-bookworm AS build
WORKDIR /trainspot
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
COPY scripts ./scripts
COPY assets ./assets
RUN npm run build && npm prune --omit=dev
# The image may run on another CPU than it is built on. For your own CPUs: --build-arg SEARCH_BUILD=avx2, 1.3 times as fast.
ARG SEARCH_BUILD=plain
RUN node scripts/build/hnswlib.mjs --build $SEARCH_BUILD
# The bundler has done its work.
RUN rm -rf node_modules/esbuild node_modules/@esbuild

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data LOG_LEVEL=info
# What scripts/trainspot.mjs would start another process for.
ENV MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /trainspot
COPY --from=build /trainspot/node_modules ./node_modules
COPY --from=build /trainspot/dist ./dist
COPY package.json LICENSE ./
COPY scripts/trainspot.mjs ./scripts/trainspot.mjs
COPY migrations ./migrations
COPY assets ./assets
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "scripts/trainspot.mjs", "serve", "--demo"]
