/** Phones get another recipe: chips instead of cards. */
import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 640px)");
export const narrow = signal(query.matches);
query.addEventListener("change", () => { narrow.value = query.matches; });
