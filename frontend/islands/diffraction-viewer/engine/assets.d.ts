declare module "*.wasm?inline" {
  const address: string;
  export default address;
}
