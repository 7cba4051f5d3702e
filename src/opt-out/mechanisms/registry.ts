import type { Mechanism } from '../mechanism.ts';
import { aiTxt } from './ai-txt.ts';
import { dataMining } from './data-mining.ts';
import { metaRobots } from './meta-robots.ts';
import { robotsTxt } from './robots-txt.ts';
import { tdmHeader, tdmMeta, tdmrepJson } from './tdmrep.ts';
import { xRobotsTag } from './x-robots-tag.ts';

/** Every way of saying no that is read, the most widely heeded first. */
export const mechanisms: readonly Mechanism[] = [
  robotsTxt,
  xRobotsTag,
  metaRobots,
  tdmrepJson,
  tdmHeader,
  tdmMeta,
  aiTxt,
  dataMining,
];
