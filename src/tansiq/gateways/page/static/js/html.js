// What the panels are written with.
export { html } from "../vendor/htm/preact.mjs";
export { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact/hooks.mjs";
export { useComputed, useSignal, useSignalEffect } from "../vendor/signals/signals.mjs";
