import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { environment: "happy-dom", include: ["{kit,islands,tests}/**/*.test.ts"] },
});
