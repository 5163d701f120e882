// A zone announced again as it is, so that one thing of it can be changed.

/** @param {any} z as the room told it */
export function bodyOfZone(z) {
  const { ovn, kind, life, hours, name, authority, conditions, contact, frequency, corridor_m, direction_deg, lanes } = z;
  return { ovn, kind, life, hours, name, authority, conditions, contact, frequency, corridor_m, direction_deg, lanes, level: z.level ?? null, volumes: volumesOf(z) };
}

/** Where a zone has a centreline, that is sent: its outlines alone would make it forget the line. @param {any} z */
function volumesOf(z) {
  const { centreline, volumes, corridor_m } = z;
  if (centreline.length < 2 || !corridor_m) return volumes;
  const [first] = volumes;
  const corridor = { centreline, width_m: corridor_m };
  const { start, end, floor, ceiling } = first;
  const legs = volumes.length === centreline.length - 1 ? volumes.map(legOf) : [];
  return [{ start, end, floor, ceiling, corridor: { ...corridor, legs } }];
}

/** @param {any} v */
const legOf = ({ start, end, floor, ceiling }) => ({ start, end, floor, ceiling });
