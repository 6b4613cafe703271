//! Addresses and ports.

use super::{all_of, elements, truth};
use crate::value::{Kind, Truth, Value};
use ipnet::IpNet;

/// The whole internet, of IPv4 or IPv6: one range, or several that together cover all.
pub(super) fn is_world(cidrs: &Value) -> Value {
    let single = std::slice::from_ref(cidrs);
    let list = match &cidrs.kind {
        Kind::Null(_) => return false.into(),
        Kind::String(_) => single,
        _ => match elements(cidrs) {
            Some(list) => list,
            None => return truth(Truth::Unknown, &[cidrs]),
        },
    };
    let ranges: Vec<IpNet> = list.iter().filter_map(Value::as_str).filter_map(range).collect();
    if covers_all(&ranges) {
        return true.into();
    }
    truth(if cidrs.is_wholly_known() { Truth::No } else { Truth::Unknown }, &[cidrs])
}

fn range(text: &str) -> Option<IpNet> {
    text.trim().parse::<IpNet>().ok().map(|net| net.trunc())
}

fn covers_all(ranges: &[IpNet]) -> bool {
    IpNet::aggregate(&ranges.to_vec()).iter().any(|net| net.prefix_len() == 0)
}

/// Ports from..=to of a protocol hold the port. `port` is a number (TCP or UDP), or a text such as `tcp/22`.
pub(super) fn covers_port(from: &Value, to: &Value, protocol: &Value, port: &Value) -> Result<Value, String> {
    let all = [from, to, protocol, port];
    if port.as_unknown().is_some() {
        return Ok(truth(Truth::Unknown, &all));
    }
    let (wanted, number) = match port.as_str().and_then(|text| text.split_once('/')) {
        Some((protocol, number)) => (Some(protocol), number.parse::<i64>().ok()),
        None => (None, whole(port)),
    };
    let number = number.ok_or("a port number is expected")?;
    let protocol_covers = match &protocol.kind {
        Kind::Unknown(_) => Truth::Unknown,
        _ => match protocol_name(protocol) {
            // Every protocol means every port, whatever the range says.
            "-1" => return Ok(true.into()),
            name @ ("tcp" | "udp") => Truth::from(wanted.is_none_or(|wanted| wanted == name)),
            _ => Truth::No,
        },
    };
    let bound = |value: &Value, holds: fn(i64, i64) -> bool, open: bool| match &value.kind {
        Kind::Unknown(_) => Truth::Unknown,
        Kind::Null(_) => Truth::from(open),
        _ => whole(value).map_or(Truth::No, |bound| Truth::from(bound == -1 || holds(bound, number))),
    };
    // A range that is not written is wholly open only where the protocol has no ports, which was told above.
    let low = bound(from, |low, port| low <= port, to.is_null());
    let high = bound(to, |high, port| port <= high, from.is_null());
    let covers = all_of([protocol_covers, low, high], |answer| answer);
    Ok(truth(covers, &all))
}

fn whole(value: &Value) -> Option<i64> {
    match &value.kind {
        Kind::Number(number) => number.to_i64(),
        Kind::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn protocol_name(value: &Value) -> &str {
    let number = whole(value);
    match (value.as_str(), number) {
        (_, Some(-1)) => "-1",
        (_, Some(6)) => "tcp",
        (_, Some(17)) => "udp",
        (Some(text), _) if text.eq_ignore_ascii_case("all") => "-1",
        (Some(text), _) if text.eq_ignore_ascii_case("tcp") => "tcp",
        (Some(text), _) if text.eq_ignore_ascii_case("udp") => "udp",
        _ => "other",
    }
}
