/** Passwords as hashes: scrypt with a salt of their own, and what is needed to compute them again. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

const blockSize = 8;
const parallelization = 3;
const saltLength = 16;
const hashLength = 32;
/** Takes 1 GiB: nobody has written more, and a file must not make us take more. */
const highestCost = 2 ** 20;

/** `cost` is N of scrypt, a power of two. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost, salt.toString("base64"), hash.toString("base64")].join("$");
}

/** False also for a hash that is none. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, salt, expected] = hash.split("$");
  if (scheme !== "scrypt" || !isCost(Number(cost))) return false;
  const wanted = Buffer.from(expected ?? "", "base64");
  if (wanted.length !== hashLength) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt ?? "", "base64"), Number(cost)), wanted);
}

function isCost(cost: number): boolean {
  return Number.isInteger(Math.log2(cost)) && cost > 1 && cost <= highestCost;
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  // The same password is the same text, whatever keyboard it was typed on (RFC 8265).
  const text = password.normalize("NFC");
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: 256 * blockSize * (cost + parallelization + 1) };
  return new Promise((resolve, reject) => {
    scrypt(text, salt, hashLength, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
