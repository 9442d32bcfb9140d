// For `npm run demo`: islands by themselves; kernels and signs come from what is built.
import { defineConfig } from "vite";

export default defineConfig({ server: { fs: { allow: [".."] } } });
