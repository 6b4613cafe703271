//! Where findings belong: account, Region and product, for the formats that AWS services read.

use super::collect::Visited;
use super::error::CliError;
use super::host::Host;
use crate::report::{Format, Outcome, RunFacts};
use clap::Args;

/// The account to which findings are imported.
#[derive(Clone, Debug, Default, Args)]
pub struct HomeArgs {
    /// Account of the findings for asff and ocsf [default: account-id of the settings, the provider's account, AWS_ACCOUNT_ID]
    #[arg(long, value_name = "ID", value_parser = account_id)]
    pub account_id: Option<String>,
    /// Region of the findings for asff and ocsf [default: region of the settings, the provider's region, AWS_REGION]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub region: Option<String>,
    /// Product of Security Hub that imports asff [default: the account's own]
    #[arg(long, value_name = "ARN", value_parser = product_arn)]
    pub product_arn: Option<String>,
}

/// What the flags, the settings and the environment say, and the time of the run.
pub fn facts(args: &HomeArgs, today: Option<&str>, visited: &[Visited], host: &Host) -> RunFacts {
    let settings = |key: fn(&Visited) -> &Option<String>| visited.iter().find_map(|target| key(target).clone());
    let account = args.account_id.clone().or_else(|| settings(|target| &target.settings.account_id));
    let region = args.region.clone().or_else(|| settings(|target| &target.settings.region));
    let product = args.product_arn.clone().or_else(|| settings(|target| &target.settings.product_arn));
    RunFacts {
        time: time(today),
        account_id: account.unwrap_or_default(),
        region: region.unwrap_or_default(),
        product_arn: product.unwrap_or_default(),
        environment_account_id: variable(host, &["AWS_ACCOUNT_ID"], account_id),
        environment_region: variable(host, &["AWS_REGION", "AWS_DEFAULT_REGION"], self::region),
    }
}

/// Security Hub refuses findings without an account or a Region.
pub fn check(outcome: &Outcome, formats: &[Format], all: bool) -> Result<(), CliError> {
    if !formats.contains(&Format::Asff) {
        return Ok(());
    }
    let missing = |flag: &str| {
        let help = format!("give {flag}, or set it in tfmend.toml");
        Err(CliError::usage("asff needs the account and the Region of every finding", help))
    };
    let listed = || outcome.entries.iter().filter(|entry| all || entry.is_open() || entry.is_resolved());
    // A suppression lies in no account: one whose account is not told is left out.
    let listed = || listed().filter(|entry| !entry.is_stale_suppression());
    if listed().any(|entry| outcome.run.account_of(entry).is_none()) {
        return missing("--account-id 123456789012");
    }
    if listed().any(|entry| outcome.run.region_of(entry).is_none()) {
        return missing("--region us-east-1");
    }
    Ok(())
}

/// A run for a given date repeats, so it takes place when the day begins.
fn time(today: Option<&str>) -> jiff::Timestamp {
    let date = today.and_then(|text| text.parse::<jiff::civil::Date>().ok());
    let start = date.and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok());
    start.map_or_else(jiff::Timestamp::now, |start| start.timestamp())
}

fn variable(host: &Host, names: &[&str], parse: fn(&str) -> Result<String, String>) -> String {
    names.iter().find_map(|name| parse(host.variable(name)?).ok()).unwrap_or_default()
}

pub fn account_id(text: &str) -> Result<String, String> {
    let right = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { Ok(text.to_owned()) } else { Err(format!("account-id `{text}`: an account id has twelve digits")) }
}

pub fn region(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let right =
        plain && text.len() <= 32 && text.split('-').count() >= 3 && text.ends_with(|last: char| last.is_ascii_digit());
    if right { Ok(text.to_owned()) } else { Err(format!("region `{text}`: write it as us-east-1")) }
}

pub fn product_arn(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let right = text.len() <= 2048
        && matches!(parts[..], ["arn", _, "securityhub", _, _, resource] if resource.starts_with("product/"))
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    let shape = "arn:aws:securityhub:REGION:ACCOUNT:product/COMPANY/NAME";
    if right { Ok(text.to_owned()) } else { Err(format!("product-arn `{text}`: write it as {shape}")) }
}
