/** True where two types are the same, property by property; an error of the compiler where they drifted apart. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
