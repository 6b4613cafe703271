//! Functions on addresses and prefixes.

use super::spec::{Call, Failure, Function, a_bool, a_string, fail, number, strings, text, wrong};
use crate::value::{Number, Type, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

pub const FUNCTIONS: &[Function] = &[
    Function::new("cidrcontains", &[text("containing_prefix"), text("contained_ip_or_prefix")], a_bool, contains),
    Function::new("cidrhost", &[text("prefix"), number("hostnum")], a_string, host),
    Function::new("cidrnetmask", &[text("prefix")], a_string, netmask),
    Function::new("cidrsubnet", &[text("prefix"), number("newbits"), number("netnum")], a_string, subnet),
    Function::new("cidrsubnets", &[text("prefix")], strings, subnets).with(number("newbits")),
];

/// An address as one number; IPv4 has 32 bits.
#[derive(Clone, Copy, PartialEq)]
struct Address {
    bits: u128,
    width: u32,
}

impl Address {
    /// An IPv4 address inside IPv6, which Terraform's functions confuse with IPv4.
    fn is_mapped(self) -> bool {
        self.width == 128 && self.bits >> 32 == 0xffff
    }
}

/// A network: the address has no host bits.
#[derive(Clone, Copy)]
struct Prefix {
    address: Address,
    length: u32,
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.width {
            32 => Ipv4Addr::from(u32::try_from(self.bits).unwrap_or(u32::MAX)).fmt(out),
            // Go writes an IPv4 address inside IPv6 as plain IPv4.
            _ if self.bits >> 32 == 0xffff => Ipv4Addr::from((self.bits & 0xffff_ffff) as u32).fmt(out),
            _ => write_v6(Ipv6Addr::from(self.bits), out),
        }
    }
}

/// Go never writes the last 32 bits of an IPv6 address in decimal.
fn write_v6(address: Ipv6Addr, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let groups = address.segments();
    let (mut best, mut length) = (8, 1);
    let mut at = 0;
    while at < 8 {
        let run = groups[at..].iter().take_while(|group| **group == 0).count();
        if run > length {
            (best, length) = (at, run);
        }
        at += run.max(1);
    }
    let mut at = 0;
    while at < 8 {
        if at == best {
            out.write_str("::")?;
            at += length;
            continue;
        }
        if at > 0 && at != best + length {
            out.write_str(":")?;
        }
        write!(out, "{:x}", groups[at])?;
        at += 1;
    }
    Ok(())
}

impl fmt::Display for Prefix {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.length)
    }
}

fn mask(width: u32, length: u32) -> u128 {
    let host = width - length;
    let all = if width == 128 { u128::MAX } else { (1 << width) - 1 };
    if host >= 128 { 0 } else { all >> host << host }
}

/// Leading zeros in IPv4 are decimal, as Terraform reads them.
fn parse_address(text: &str) -> Option<Address> {
    if text.contains(':') {
        let address: Ipv6Addr = text.parse().ok()?;
        return Some(Address { bits: address.into(), width: 128 });
    }
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 20 && part.bytes().all(|c| c.is_ascii_digit());
    if parts.len() != 4 || !parts.iter().all(digits) {
        return None;
    }
    let octets: Option<Vec<u8>> = parts.iter().map(|part| part.parse().ok()).collect();
    let bits = octets?.iter().fold(0, |bits: u128, octet| bits << 8 | u128::from(*octet));
    Some(Address { bits, width: 32 })
}

fn parse_prefix(text: &str) -> Option<Prefix> {
    let (address, length) = text.split_once('/')?;
    let mut address = parse_address(address)?;
    if length.is_empty() || length.len() > 3 || !length.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let length: u32 = length.parse().ok().filter(|length| *length <= address.width)?;
    address.bits &= mask(address.width, length);
    Some(Prefix { address, length })
}

fn prefix(call: &Call, index: usize) -> Result<Prefix, Failure> {
    let text = call.text(index);
    match parse_prefix(text) {
        Some(prefix) => Ok(prefix),
        None => fail(format!("invalid CIDR expression: invalid CIDR address: {text}")),
    }
}

fn contains(call: &Call) -> Result<Value, Failure> {
    let outer = prefix(call, 0)?;
    let text = call.text(1);
    let (inner, length) = match (parse_prefix(text), parse_address(text)) {
        (Some(prefix), _) => (prefix.address, prefix.length),
        (None, Some(address)) => (address, address.width),
        (None, None) => return wrong(1, format!("invalid IP address or prefix: {text}")),
    };
    if inner.width != outer.address.width {
        return fail(format!("address family mismatch: {} vs. {text}", call.text(0)));
    }
    let same = inner.bits & mask(inner.width, outer.length) == outer.address.bits;
    Ok((same && length >= outer.length).into())
}

fn whole(number: &Number) -> Result<BigInt, Failure> {
    number.to_integer().map_or_else(|| fail("value must be a whole number"), Ok)
}

fn host(call: &Call) -> Result<Value, Failure> {
    let number = whole(call.number(1))?;
    let prefix = prefix(call, 0)?;
    if prefix.address.is_mapped() {
        return Ok(call.undecided());
    }
    let host_bits = prefix.address.width - prefix.length;
    let last = (BigInt::from(1) << host_bits as usize) - 1;
    // Terraform compares only the lowest 64 bits of a positive number.
    let (wanted, checked) = match number.is_negative() {
        true => (&last + &number + 1, -&number - 1),
        false => (number.clone(), BigInt::from(low_64(&number) as i64)),
    };
    match inserted(prefix.address, wanted).filter(|_| checked <= last) {
        Some(address) => Ok(address.to_string().into()),
        None => fail(format!("prefix of {} does not accommodate a host numbered {number}", prefix.length)),
    }
}

fn netmask(call: &Call) -> Result<Value, Failure> {
    let prefix = prefix(call, 0)?;
    if prefix.address.is_mapped() {
        return Ok(call.undecided());
    }
    if prefix.address.width != 32 {
        return fail("IPv6 addresses cannot have a netmask: ".to_owned() + call.text(0));
    }
    Ok(Address { bits: mask(32, prefix.length), width: 32 }.to_string().into())
}

fn subnet(call: &Call) -> Result<Value, Failure> {
    let new_bits = call.integer(1)?;
    let number = whole(call.number(2))?;
    let prefix = prefix(call, 0)?;
    let length = i64::from(prefix.length) + new_bits;
    if prefix.address.is_mapped() || length < 0 {
        return Ok(call.undecided());
    }
    if length > i64::from(prefix.address.width) {
        return fail(format!("insufficient address space to extend prefix of {} by {new_bits}", prefix.length));
    }
    let length = u32::try_from(length).expect("at most the width of an address");
    let most = if (0..64).contains(&new_bits) { (1 << new_bits) - 1 } else { u64::MAX };
    let shifted = &number << (prefix.address.width - length) as usize;
    match inserted(prefix.address, shifted).filter(|_| low_64(&number) <= most) {
        Some(address) => Ok(Prefix { address, length }.to_string().into()),
        None => fail(format!("prefix extension of {new_bits} does not accommodate a subnet numbered {number}")),
    }
}

/// The lowest 64 bits, without the sign: all that Terraform looks at when it checks a number.
fn low_64(number: &BigInt) -> u64 {
    number.iter_u64_digits().next().unwrap_or(0)
}

/// The address with the bits of the number set, as far as that still is an address.
fn inserted(address: Address, number: BigInt) -> Option<Address> {
    let bits = (BigInt::from(address.bits) | number).abs().to_u128()?;
    (address.width == 128 || bits >> 32 == 0).then_some(Address { bits, ..address })
}

fn subnets(call: &Call) -> Result<Value, Failure> {
    let whole = prefix(call, 0)?;
    if whole.address.is_mapped() {
        return Ok(call.undecided());
    }
    let width = whole.address.width;
    let mut networks: Vec<Value> = Vec::new();
    let mut next = whole.address.bits;
    for index in 1..call.arguments.len() {
        let new_bits = call.integer(index)?;
        if new_bits < 1 {
            return wrong(index, "must extend prefix by at least one bit");
        }
        if new_bits > 32 {
            return wrong(index, "may not extend prefix by more than 32 bits");
        }
        let length = whole.length + u32::try_from(new_bits).expect("between 1 and 32");
        if length > width {
            let kind = if width == 32 { "IPv4" } else { "IPv6" };
            let message = format!("would extend prefix to {length} bits, which is too long for an {kind} address");
            return wrong(index, message);
        }
        let size = 1_u128 << (width - length);
        // A new network starts at the next multiple of its own size.
        let start = next.checked_add(size - 1).map(|end| end & mask(width, length));
        let fits = start.filter(|start| start & mask(width, whole.length) == whole.address.bits && *start >= next);
        // Terraform starts before the first network, which does not exist for address zero.
        let Some(start) = fits.filter(|_| whole.address.bits != 0) else {
            let message =
                format!("not enough remaining address space for a subnet with a prefix of {length} bits after");
            return wrong(index, format!("{message} {}", networks.last().and_then(Value::as_str).unwrap_or_default()));
        };
        networks.push(Prefix { address: Address { bits: start, width }, length }.to_string().into());
        match start.checked_add(size) {
            Some(after) => next = after,
            None if index + 1 < call.arguments.len() => {
                return wrong(index + 1, "not enough remaining address space");
            }
            None => {}
        }
    }
    Ok(Value::list(Type::String, networks))
}
