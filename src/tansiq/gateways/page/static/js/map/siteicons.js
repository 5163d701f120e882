// Neutral signs of places, of this project's own: strokes on a field of 20 by 20. No emblem that is protected is among them, nor like them.

/** @type {Record<string, string>} */
export const GLYPHS = {
  hospital: "M6 4v12M14 4v12M6 10h8",
  clinic: "M3 15V6M3 12h14v3M17 12c0-3-1-4-4-4H8v4M5.5 8.5h.1",
  school: "M10 6C8 4.5 6 4.5 3.5 5v10c2.5-.5 4.5-.5 6.5 1 2-1.5 4-1.5 6.5-1V5C14 4.5 12 4.5 10 6zM10 6v10",
  shelter: "M3 10l7-6 7 6M5 9v7h10V9",
  camp: "M2.5 16L10 4l7.5 12zM10 16v-5",
  culture: "M3 16h14M4 8h12M10 3L4 8M10 3l6 5M6 8v8M10 8v8M14 8v8",
  water: "M10 3c4 5 5 7 5 9a5 5 0 0 1-10 0c0-2 1-4 5-9z",
  power: "M11.5 3L5 11.5h4.5L8.5 17 15 8.5h-4.5z",
  dangerous_works: "M4 4h3l4 12H4zM11.5 9c1.5-1.300 2.5 1.300 4 0M12.5 13c1.5-1.300 2.5 1.300 4 0",
  relief_store: "M4 7l6-3 6 3v7l-6 3-6-3zM4 7l6 3 6-3M10 10v7",
  relief_office: "M4 16V5h12v11zM7 8.5h1.5M11.5 8.5H13M7 12h1.5M11.5 12H13",
  detention: "M4 4h12v12H4zM8 4v12M12 4v12",
  cemetery: "M3 16h14M6 16V8a4 4 0 0 1 8 0v8",
  aerodrome: "M10 2.5a7.5 7.5 0 1 0 .1 0M8.5 5.5h3v9h-3z",
  landing_site: "M10 2.5a7.5 7.5 0 1 0 .1 0M8 6v8h4.5",
  obstacle: "M10 3v13M6 16l4-13 4 13M7.5 11h5",
  hazard: "M10 3.5L17.5 16h-15zM10 8.5v3.5M10 13.800v.4",
  closed_road: "M10 2.5a7.5 7.5 0 1 0 .1 0M5 10h10",
  other_civil: "M4.5 4.5h11v11h-11zM10 9.900h.1",
};
