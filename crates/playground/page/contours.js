// Contour lines of a surface whose heights are known on a grid, by marching squares.

/** How many powers of ten the lines of a surface with a minimum span. */
export const DECADES = 2.6;

/**
 * Heights at which lines are drawn: around a minimum evenly spaced on a log scale, so that they are dense where a
 * descent ends, and evenly spaced on a surface without a minimum.
 * @param {import('./api.js').Surface} surface
 */
export function levels({ heights, minimum }, count = 12) {
  const [least, greatest] = [Math.min(...heights), Math.max(...heights)];
  const shares = Array.from({ length: count }, (_, i) => (i + 0.5) / count);
  const rise = (share) => (minimum ? 10 ** (DECADES * (share - 1)) : share);
  return shares.map((share) => least + rise(share) * (greatest - least));
}

/**
 * The line segments at one height, as pairs of places on the grid in units of its cells.
 * @param {{heights: number[], columns: number, rows: number}} surface
 * @param {number} level
 * @returns {[[number, number], [number, number]][]}
 */
export function segments({ heights, columns, rows }, level) {
  const found = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      // The corners of the cell, in turn around it.
      const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
      const height = corners.map(([x, y]) => heights[y * columns + x] - level);
      const crossings = [];
      for (let i = 0; i < 4; i++) {
        const next = (i + 1) % 4;
        if (height[i] < 0 === height[next] < 0) continue;
        const share = height[i] / (height[i] - height[next]);
        crossings.push([0, 1].map((axis) => corners[i][axis] + share * (corners[next][axis] - corners[i][axis])));
      }
      // Two crossings make a line. With four, the cell is a saddle: the middle decides which belong together.
      if (crossings.length === 4) {
        const middle = height[0] + height[1] + height[2] + height[3];
        if (middle < 0 !== height[0] < 0) crossings.push(crossings.shift());
        found.push([crossings[2], crossings[3]]);
      }
      if (crossings.length >= 2) found.push([crossings[0], crossings[1]]);
    }
  }
  return found;
}
