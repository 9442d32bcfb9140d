// What went wrong, for people.
import { DamagedError } from "./kernels";
import { SourceError } from "./sources/http";

export function wordsOf(error: unknown): string {
  if (error instanceof DamagedError || error instanceof SourceError) return error.message;
  if (error instanceof RangeError) return "There is not enough memory in this browser for this image.";
  if (error instanceof TypeError) return "The line is interrupted. Images appear again when it is back.";
  return error instanceof Error ? error.message : String(error);
}
