/** The negative binomial distribution by its mean and dispersion (variance = mean + dispersion · mean²); Poisson at dispersion 0. */

const COEFFICIENTS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
];

export function logGamma(x: number): number {
  const shifted = x + 5.5;
  let series = 1.000000000190015;
  for (let i = 0; i < 6; i++) series += (COEFFICIENTS[i] as number) / (x + 1 + i);
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310007 * series) / x);
}

/** Regularised incomplete beta function by its continued fraction. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const steps = 20 + Math.ceil(5 * Math.sqrt(Math.max(a, b)));
  let c = 1;
  let d = 1 / (Math.abs(1 - ((a + b) * x) / (a + 1)) < tiny ? tiny : 1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= steps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-12) break;
  }
  return h;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

const LEAST_DISPERSION = 1e-6;

/** P(count >= y). */
export function upperTail(y: number, mean: number, dispersion: number): number {
  if (y <= 0) return 1;
  if (mean <= 0) return 0;
  const size = 1 / Math.max(dispersion, LEAST_DISPERSION);
  return incompleteBeta(mean / (size + mean), y, size);
}

/** P(count <= y). */
export function lowerTail(y: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 1;
  const size = 1 / Math.max(dispersion, LEAST_DISPERSION);
  return incompleteBeta(size / (size + mean), size, y + 1);
}

/** The least count whose lower tail is at least `p`. */
export function quantile(p: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  let high = Math.max(1, Math.ceil(mean));
  while (lowerTail(high, mean, dispersion) < p) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lowerTail(middle, mean, dispersion) >= p) high = middle;
    else low = middle;
  }
  return high;
}
