/** `{n, median, p10, p90, p99}` of some numbers. */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { n: sorted.length, median: at(0.5), p10: at(0.1), p90: at(0.9), p99: at(0.99) };
}
