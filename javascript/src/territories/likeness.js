/* How much one territory is like another: the sums of generator/territory/likeness.py, with the points and the
   words it gives in territoires/donnees/index.json. And how to find the most alike while fetching little. */

const MOST = 10;
const BATCH = 2; // files asked for at the same time

const thousands = n => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** Two digits that count: 17982 → "18 000". */
export const rounded = population => {
  const unit = 10 ** Math.max(String(population).length - 2, 0);
  return thousands(Math.floor((2 * population + unit) / (2 * unit)) * unit);
};

/** What likeness looks at. `population` is null when unknown, codes are empty where there is none. */
export const territory = (index, area, name, population, epci, departement) => {
  const [kind, code] = area.split(':');
  const region = kind === 'region' ? code : (index.departements.find(([d]) => d === departement)?.[3] ?? '');
  const stratum = population == null ? null : index.strata.findLastIndex(bound => population >= bound);
  return { area, kind, name, population, stratum, epci, departement, region };
};

const size = ({ points }, a, stratum) =>
  a.stratum == null || stratum == null ? 0 : (points.stratum[Math.abs(a.stratum - stratum)] ?? 0);

export const score = (index, a, b) => {
  const { points } = index;
  const same = name => (a[name] && a[name] === b[name] ? points[name] : 0);
  return (
    (a.area === b.area ? points.place : 0) +
    same('kind') +
    size(index, a, b.stratum) +
    same('epci') +
    same('departement') +
    same('region')
  );
};

export const gap = (index, a, b) =>
  a.population == null || b.population == null ? index.unknown : Math.abs(a.population - b.population);

/** Why `b` may interest someone from `a`, in words. */
export const reasons = ({ words }, a, b) => {
  if (a.area === b.area) return [words.place];
  const found = [];
  if (a.stratum != null && b.stratum != null) {
    const [small, large] = [a.population, b.population].sort((x, y) => x - y);
    const apart = Math.abs(a.stratum - b.stratum);
    const word = apart === 0 && 4 * large <= 5 * small ? 'alike' : ['same', 'next', 'far'][Math.min(apart, 2)];
    found.push(words[word].replace('{n}', rounded(b.population)));
  }
  const near = ['epci', 'departement', 'region'].find(name => a[name] && a[name] === b[name]);
  found.push(words[near ?? 'elsewhere']);
  return found;
};

const before = (a, b) => b.score - a.score || a.gap - b.gap || (a.id < b.id ? -1 : Number(a.id > b.id));

/** The rows of a file, compared with where one asks from. */
const compared = (index, asker, { places, rows }) => {
  const known = places.map(place => territory(index, ...place));
  return rows.map(([rank, id, ...row]) => {
    const place = known[rank];
    return { id, row, place, score: score(index, asker, place), gap: gap(index, asker, place) };
  });
};

/** The parts of a shelf worth fetching: the best score and the least gap each may hold, best first. */
const parts = (index, asker, head, collection) => {
  const { points } = index;
  const found = [];
  for (const table of ['near', 'far']) {
    for (const [stratum, codes, slice, fewest, most, kilobytes] of head[table]) {
      const near = table === 'near';
      if (near && !codes.includes(asker.departement)) continue;
      const least =
        asker.population == null ? index.unknown : Math.max(fewest - asker.population, asker.population - most, 0);
      let best = points.kind;
      if (asker.stratum != null) {
        if (stratum == null) best += points.stratum[0];
        else if (stratum !== 'x') best += size(index, asker, Number(stratum));
      }
      if (asker.region && (near || codes.includes(asker.region))) best += points.region;
      if (near) best += points.departement + (asker.epci ? points.epci : 0);
      if (least === 0 && (near || !asker.departement)) best += points.place;
      const path = `${collection}-${table}-${stratum ?? 'all'}-${codes[0] || '0'}-${slice}`;
      found.push({ path, kilobytes, score: best, gap: least, id: path });
    }
  }
  return found.sort(before);
};

/** The practices or the people of a shelf most like `asker`: `{found, sure}`.
    `sure` is false when the rest was too much to fetch: others may be as close. */
export const ask = async (index, asker, shelf, collection, load) => {
  const { budget: allowed, [collection]: head } = await load(`sujets/${shelf}.json`);
  if (head.rows) return { found: compared(index, asker, head).sort(before).slice(0, MOST), sure: true };
  const left = parts(index, asker, head, collection);
  let found = [];
  let budget = allowed; // kilobytes
  const useless = part => {
    const last = found[MOST - 1];
    return last && (last.score > part.score || (last.score === part.score && last.gap < part.gap));
  };
  while (left.length && !useless(left[0])) {
    const batch = [];
    while (batch.length < BATCH && left.length && !useless(left[0]) && left[0].kilobytes <= budget) {
      budget -= left[0].kilobytes;
      batch.push(left.shift());
    }
    if (!batch.length) return { found, sure: false };
    const files = await Promise.all(batch.map(part => load(`sujets/${shelf}/${part.path}.json`)));
    const all = [...found, ...files.flatMap(file => compared(index, asker, file))];
    found = [...new Map(all.map(one => [one.id, one])).values()].sort(before).slice(0, MOST);
  }
  return { found, sure: true };
};
