// Where in a file something stands, as the room says it ("row 3, column kind"), in the reader's language.
import { t } from "./fluent.js";

const PART = /^(row|column|feature|placemark|ring|vertex) (.+)$/;

/** @param {string} where @returns {string} */
export function placeInFile(where) {
  return where.split(", ").map((part) => {
    const found = PART.exec(part);
    return found ? t(`file-${found[1]}`, { n: found[2] }) : part;
  }).join(t("file-comma")); // prettier-ignore
}
