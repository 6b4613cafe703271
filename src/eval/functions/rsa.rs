//! `rsadecrypt`: RSA with PKCS #1 v1.5 padding, private keys in PEM.

use super::encoding::decode;
use super::spec::{Call, Failure, fail, wrong};
use crate::value::Value;
use num_bigint::BigUint;

/// Bytes of the largest modulus; a larger one would make decryption slow.
const MODULUS_LIMIT: usize = 2048;

struct PrivateKey {
    modulus: BigUint,
    exponent: BigUint,
}

pub fn decrypt(call: &Call) -> Result<Value, Failure> {
    let Ok(cipher) = decode(call.text(0)) else {
        let message = format!("failed to decode input {:?}: cipher text must be base64-encoded", call.text(0));
        return wrong(0, message);
    };
    let Some(key) = private_key(call.text(1)) else {
        return wrong(1, "invalid private key: ssh: no key found");
    };
    match plain(&key, &cipher).map(String::from_utf8) {
        Some(Ok(text)) => Ok(text.into()),
        Some(Err(_)) => fail("the decrypted text is not valid UTF-8"),
        None => fail("failed to decrypt: crypto/rsa: decryption error"),
    }
}

fn plain(key: &PrivateKey, cipher: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(key.modulus.bits().div_ceil(8)).ok()?;
    let cipher = BigUint::from_bytes_be(cipher);
    if !(11..=MODULUS_LIMIT).contains(&size) || cipher >= key.modulus {
        return None;
    }
    let message = cipher.modpow(&key.exponent, &key.modulus).to_bytes_be();
    // The leading zero byte of the padding is not part of the number.
    let body = message.strip_prefix(&[2]).filter(|_| message.len() + 1 == size)?;
    let end = body.iter().position(|byte| *byte == 0).filter(|end| *end >= 8)?;
    Some(body[end + 1..].to_vec())
}

/// PKCS #1 and unencrypted PKCS #8.
fn private_key(pem: &str) -> Option<PrivateKey> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let bytes = decode(&body.split_whitespace().collect::<String>()).ok()?;
    match label {
        "RSA PRIVATE KEY" => pkcs1(&bytes),
        "PRIVATE KEY" => {
            let (fields, _) = element(&bytes, 0x30)?;
            let (_, fields) = element(fields, 0x02)?;
            let (_, fields) = element(fields, 0x30)?;
            let (key, _) = element(fields, 0x04)?;
            pkcs1(key)
        }
        _ => None,
    }
}

fn pkcs1(bytes: &[u8]) -> Option<PrivateKey> {
    let (fields, _) = element(bytes, 0x30)?;
    let (_version, fields) = element(fields, 0x02)?;
    let (modulus, fields) = element(fields, 0x02)?;
    let (_public, fields) = element(fields, 0x02)?;
    let (exponent, _) = element(fields, 0x02)?;
    Some(PrivateKey { modulus: BigUint::from_bytes_be(modulus), exponent: BigUint::from_bytes_be(exponent) })
}

/// The content of the DER element at the start, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    if found != tag {
        return None;
    }
    rest.split_at_checked(length)
}
