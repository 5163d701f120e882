// A way out in a few words.
import { t } from "../text/fluent.js";
import { band, course, distance, time } from "../text/format.js";
import { tick } from "../room/clock.js";

/** @param {import("../room/items.js").Item} item one's own @param {any} offer @returns {string} */
export function offerText(item, offer) {
  const [v] = offer.volumes;
  const values = {
    name: item.name,
    band: band(v.floor, v.ceiling),
    start: time(Date.parse(v.start), tick.value),
    far: distance(offer.aside_m),
    bearing: course(offer.bearing_deg),
  };
  return t(`offer-${offer.kind}`, values);
}
