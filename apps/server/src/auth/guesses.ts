/** Guessing a password or the set-up token is limited per address. */
export const guesses = { max: 10, timeWindow: 60_000 }
