export { default } from "polygon-clipping";
