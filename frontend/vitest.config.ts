import { defineConfig } from "vitest/config";

export default defineConfig({
  // The viewer's kernels are built beside the front end.
  assetsInclude: ["**/*.wasm"],
  server: { fs: { allow: [".", "../native/built"] } },
  test: { environment: "happy-dom", include: ["{kit,islands,tests}/**/*.test.ts"] },
});
