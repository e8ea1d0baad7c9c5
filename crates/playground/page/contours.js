// Contour lines of a surface whose heights are known on a grid, by marching squares.

/**
 * Heights at which lines are drawn: evenly spaced on a log scale, so that they are dense near the bottom, where a
 * descent ends. A surface with hills and hollows, such as a saddle, gets them above and below 0.
 * @param {number[]} heights
 */
export function levels(heights, count = 12) {
  const least = Math.min(...heights);
  const greatest = Math.max(...heights);
  const above = Array.from({ length: count }, (_, i) => 10 ** (-2.6 * (1 - (i + 0.5) / count)));
  if (least < -0.01 * greatest) {
    const half = above.filter((_, i) => i % 2 === 0);
    return [...half.map((level) => level * least).reverse(), 0, ...half.map((level) => level * greatest)];
  }
  return above.map((level) => least + level * (greatest - least));
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
