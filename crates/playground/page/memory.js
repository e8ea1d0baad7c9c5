// What a tab remembers of its runs when it is loaded again.

/** The runs of this tab, which outlive a reload. A browser may refuse to store anything. */
export function remember(runs, chosen) {
  const all = runs.map(({ id, name, colour, isOfScene }) => ({ id, name, colour, isOfScene }));
  try {
    sessionStorage.setItem('runs', JSON.stringify({ all, chosen: chosen?.id }));
  } catch { /* Then a reload begins without runs. */ }
}

/** What was remembered, by the ids of the runs; anything may have been stored there. */
export function remembered() {
  const isRun = (run) => typeof run?.id === 'string' && [run.name, run.colour].every(Number.isInteger);
  try {
    const { all, chosen } = JSON.parse(sessionStorage.getItem('runs')) ?? {};
    return { known: new Map((all ?? []).filter(isRun).map((run) => [run.id, run])), chosen };
  } catch {
    return { known: new Map(), chosen: undefined };
  }
}
