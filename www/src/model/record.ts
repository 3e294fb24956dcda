/** Plain objects. */

export function without<T extends object, K extends keyof T>(all: T, key: K): Omit<T, K> {
  const rest = { ...all };
  Reflect.deleteProperty(rest, key);
  return rest;
}
