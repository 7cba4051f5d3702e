// Arc tangents and exponentials, bit for bit as V8 has them: those of Sun's fdlibm ("Developed at SunPro, a Sun Microsystems, Inc.
// business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
// preserved."), e_atan2.c, s_atan.c and e_exp.c. Where these branch, here two lanes take every way and one is chosen; what
// fdlibm answers apart for the very large and the very small comes out of the same sums.

const PI: f64 = 3.1415926535897931;
const PI_REST: f64 = 1.2246467991473532e-16;

/** atan2(y, x) of two pairs; of 0 and 0 it is no number. */
export function atan2x2(y: v128, x: v128): v128 {
  const t = f64x2.abs(f64x2.div(y, x));
  // Which of five stretches each lies in, each with a point whose arc tangent is known.
  const from0 = f64x2.ge(t, f64x2.splat(0.4375));
  const from1 = f64x2.ge(t, f64x2.splat(0.6875));
  const from2 = f64x2.ge(t, f64x2.splat(1.1875));
  const from3 = f64x2.ge(t, f64x2.splat(2.4375));
  const one = f64x2.splat(1);
  const oneAndHalf = f64x2.splat(1.5);

  let above = v128.bitselect(f64x2.sub(f64x2.add(t, t), one), t, from0);
  above = v128.bitselect(f64x2.sub(t, one), above, from1);
  above = v128.bitselect(f64x2.sub(t, oneAndHalf), above, from2);
  above = v128.bitselect(f64x2.splat(-1), above, from3);
  let under = v128.bitselect(f64x2.add(f64x2.splat(2), t), one, from0);
  under = v128.bitselect(f64x2.add(t, one), under, from1);
  under = v128.bitselect(f64x2.add(one, f64x2.mul(oneAndHalf, t)), under, from2);
  under = v128.bitselect(t, under, from3);

  let high = v128.and(f64x2.splat(4.63647609000806093515e-1), from0);
  high = v128.bitselect(f64x2.splat(7.85398163397448278999e-1), high, from1);
  high = v128.bitselect(f64x2.splat(9.82793723247329054082e-1), high, from2);
  high = v128.bitselect(f64x2.splat(1.570796326794896558), high, from3);
  let low = v128.and(f64x2.splat(2.26987774529616870924e-17), from0);
  low = v128.bitselect(f64x2.splat(3.06161699786838301793e-17), low, from1);
  low = v128.bitselect(f64x2.splat(1.39033110312309984516e-17), low, from2);
  low = v128.bitselect(f64x2.splat(6.12323399573676603587e-17), low, from3);

  const r = f64x2.div(above, under);
  const z = f64x2.mul(r, r);
  const w = f64x2.mul(z, z);
  let odd = f64x2.splat(1.62858201153657823623e-2);
  odd = f64x2.add(f64x2.splat(4.97687799461593236017e-2), f64x2.mul(w, odd));
  odd = f64x2.add(f64x2.splat(6.66107313738753120669e-2), f64x2.mul(w, odd));
  odd = f64x2.add(f64x2.splat(9.09088713343650656196e-2), f64x2.mul(w, odd));
  odd = f64x2.add(f64x2.splat(1.42857142725034663711e-1), f64x2.mul(w, odd));
  odd = f64x2.add(f64x2.splat(3.33333333333329318027e-1), f64x2.mul(w, odd));
  odd = f64x2.mul(z, odd);
  let even = f64x2.splat(-3.6531572744216915527e-2);
  even = f64x2.add(f64x2.splat(-5.83357013379057348645e-2), f64x2.mul(w, even));
  even = f64x2.add(f64x2.splat(-7.69187620504482999495e-2), f64x2.mul(w, even));
  even = f64x2.add(f64x2.splat(-1.1111110405462355788e-1), f64x2.mul(w, even));
  even = f64x2.add(f64x2.splat(-1.99999999998764832476e-1), f64x2.mul(w, even));
  even = f64x2.mul(w, even);
  const series = f64x2.mul(r, f64x2.add(odd, even));
  const steep = f64x2.sub(high, f64x2.sub(f64x2.sub(series, low), r));

  const isLeft = f64x2.lt(x, f64x2.splat(0));
  const turned = f64x2.sub(f64x2.splat(PI), f64x2.sub(steep, f64x2.splat(PI_REST)));
  const angle = v128.bitselect(turned, steep, isLeft);
  return v128.xor(angle, v128.and(y, f64x2.splat(-0.0)));
}

/** e to the power of `x`, −700 to 0. */
export function exp(x: f64): f64 {
  const log2High: f64 = 6.9314718036912381649e-1;
  const log2Low: f64 = 1.90821492927058770002e-10;
  const high32 = (<i32>(reinterpret<u64>(x) >> 32)) & 0x7fffffff;
  let k = 0;
  let high: f64 = 0;
  let low: f64 = 0;
  let r = x;
  if (high32 > 0x3fd62e42) {
    k = high32 < 0x3ff0a2b2 ? -1 : <i32>(1.442695040888963387 * x - 0.5);
    high = x - <f64>k * log2High;
    low = <f64>k * log2Low;
    r = high - low;
  } else if (high32 < 0x3e300000) {
    return 1 + x;
  }
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return y * reinterpret<f64>((<u64>(0x3ff00000 + (k << 20))) << 32);
}
