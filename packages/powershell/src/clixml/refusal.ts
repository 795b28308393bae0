/** Why a value cannot be written; said of the place where it is found. The message shows no value. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
