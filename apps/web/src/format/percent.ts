/** A share in percent as a person reads it: `0.4 %`, `12 %`. */
export const percent = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} %`
