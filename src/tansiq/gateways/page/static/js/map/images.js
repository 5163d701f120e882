// The map's small images, drawn when a layer first asks for one: hatches, hachures, pins, the tags before labels.
import { colour } from "../text/theme.js";
import { siteImage } from "./sites.js";
import { HUES } from "../text/parties.js";

const RATIO = 2; // drawn twice as large, for sharp screens

/**
 * Return the image of a name, as "hatch:night", "tag:night:2:activated"; null for an unknown one.
 * @param {string} id
 * @returns {{data: ImageData, pixelRatio: number} | null}
 */
export function imageOf(id) {
  const [kind, , hue, look] = id.split(":");
  switch (kind) {
    case "hatch":
      return drawn(8, 8, (c) => diagonals(c, 8, colour("conflict"), 3));
    case "pin":
      return drawn(34, 42, pin);
    case "site":
      return siteImage(hue, look);
    case "tag":
      return hue ? tag(Number(hue), look) : drawn(1, 1, () => {});
    default:
      return null;
  }
}

/** @param {number} w @param {number} h @param {(c: CanvasRenderingContext2D) => void} draw */
function drawn(w, h, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = w * RATIO;
  canvas.height = h * RATIO;
  // Read back at once, so it is not drawn on a graphics card: that took 0.5 s an image where there is none.
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  c.scale(RATIO, RATIO);
  draw(c);
  return { data: c.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}

/** Lines that go on in the next tile. @param {CanvasRenderingContext2D} c @param {number} size @param {string} stroke @param {number} width */
function diagonals(c, size, stroke, width) {
  c.strokeStyle = stroke;
  c.lineWidth = width;
  for (const shift of [-size, 0, size]) {
    c.beginPath();
    c.moveTo(shift - size, 2 * size);
    c.lineTo(shift + 2 * size, -size);
    c.stroke();
  }
}

/** @param {CanvasRenderingContext2D} c */
function pin(c) {
  c.fillStyle = colour("conflict");
  c.strokeStyle = colour("halo");
  c.lineWidth = 1.5;
  c.beginPath();
  c.arc(17, 16, 14, 0.8 * Math.PI, 0.2 * Math.PI);
  c.lineTo(17, 41);
  c.closePath();
  c.fill();
  c.stroke();
}

/** A square in the party's hue, with a second mark from the seventh on, and the sign of the state. @param {number} hue @param {string} look */
function tag(hue, look) {
  const signed = ["activated", "nonconforming", "contingent"].includes(look);
  return drawn(signed ? 28 : 14, 14, (c) => {
    c.lineWidth = 1.5;
    c.strokeStyle = colour("halo");
    c.fillStyle = hue < 0 ? colour("withheld") : colour(`hue-${hue % HUES}`);
    c.beginPath();
    c.roundRect(1, 1, 12, 12, 2);
    c.fill();
    c.stroke();
    if (hue >= HUES) {
      c.fillStyle = colour("halo");
      c.fillRect(3, 6, 8, 2.5);
    }
    if (signed) sign(c, look);
  });
}

/** @param {CanvasRenderingContext2D} c @param {string} look */
function sign(c, look) {
  c.fillStyle = colour("text");
  c.strokeStyle = colour("halo");
  c.lineWidth = 2;
  const path = new Path2D();
  if (look === "activated") {
    path.moveTo(18, 2);
    path.lineTo(27, 7);
    path.lineTo(18, 12);
    path.closePath();
  } else if (look === "nonconforming") {
    c.fillStyle = colour("warn");
    path.moveTo(22, 1);
    path.lineTo(28, 13);
    path.lineTo(16, 13);
    path.closePath();
  } else {
    c.fillStyle = colour("bad");
    for (const x of [18, 23]) {
      path.rect(x, 1, 3, 7.5);
      path.rect(x, 10, 3, 3);
    }
  }
  c.stroke(path);
  c.fill(path);
  if (look === "nonconforming") {
    c.fillStyle = colour("on-warn");
    c.fillRect(21.2, 5, 1.7, 4.2);
    c.fillRect(21.2, 10.2, 1.7, 1.7);
  }
}
