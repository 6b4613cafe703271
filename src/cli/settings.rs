//! `tfmend.toml`: found upwards from what is judged, merged from the top down, with a named profile laid over.

use super::checked::{AccountId, ProductArn, Region, SeverityName};
use super::discover::shown;
use super::error::CliError;
use super::flags::RuleArgs;
use crate::text::File;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names under which a settings file is found; the first one wins.
pub const NAMES: [&str; 2] = ["tfmend.toml", ".tfmend.toml"];

/// Settings of tfmend, found upwards from what is judged and merged from the top down.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    /// Lowest severity that makes the exit status 1.
    #[schemars(with = "Option<SeverityWord>")]
    fail_on: Option<SeverityName>,
    /// What a verdict that cannot be told before apply does.
    unknown: Option<Severe>,
    /// The roots own their account: judge controls of the account.
    account: Option<bool>,
    /// Judge only these controls, by id or slug.
    controls: Option<Vec<String>>,
    /// Leave out these controls, by id or slug.
    ignore: Option<Vec<String>>,
    /// Controls that no suppression sets aside.
    non_ignorable: Option<Vec<String>>,
    /// Judge only the controls of these frameworks.
    frameworks: Option<Vec<String>>,
    /// Folders with rule files of your own.
    rules: Option<Vec<PathBuf>>,
    /// File of known findings.
    baseline: Option<PathBuf>,
    /// Patterns of root folders that are judged; all when there are none.
    paths: Option<Vec<String>>,
    /// Patterns of root folders that are not judged.
    exclude: Option<Vec<String>>,
    /// Suppressions must give a reason.
    require_reason: Option<bool>,
    /// Honour skip comments of checkov, trivy and tfsec for the controls that correspond.
    foreign_skips: Option<bool>,
    /// What expired, needless and mistaken suppressions do.
    stale_suppressions: Option<Severe>,
    /// Account under which Security Hub files findings.
    #[schemars(with = "Option<String>")]
    account_id: Option<AccountId>,
    /// Region under which Security Hub files findings.
    #[schemars(with = "Option<String>")]
    region: Option<Region>,
    /// Product of Security Hub that imports findings.
    #[schemars(with = "Option<String>")]
    product_arn: Option<ProductArn>,
    /// Severities in place of the controls' own.
    #[schemars(with = "Option<BTreeMap<String, SeverityWord>>")]
    severity: Option<BTreeMap<String, SeverityName>>,
    /// Parameters of controls.
    #[schemars(with = "Option<BTreeMap<String, BTreeMap<String, serde_json::Value>>>")]
    parameters: Option<BTreeMap<String, BTreeMap<String, toml::Value>>>,
    /// Findings that are set aside, by control and address.
    #[serde(default)]
    suppress: Vec<Suppress>,
    /// Other settings for some root folders.
    #[serde(default)]
    path: Vec<PathSettings>,
    /// Settings that --profile NAME lays over the others.
    #[serde(default)]
    profile: BTreeMap<String, Raw>,
}

/// The words of [`crate::rules::Severity`].
#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code, reason = "only the schema names them")]
enum SeverityWord {
    Low,
    Medium,
    High,
    Critical,
}

/// The JSON Schema of a settings file.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Raw);
    schema.insert("title".to_owned(), "tfmend.toml".into());
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// What something that is no failure does: an unknown verdict, a stale suppression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severe {
    /// Not listed.
    Ignore,
    /// Listed.
    #[default]
    Warn,
    /// Listed, and the exit status is 1.
    Fail,
}

impl Severe {
    pub fn as_str(self) -> &'static str {
        match self {
            Severe::Ignore => "ignore",
            Severe::Warn => "warn",
            Severe::Fail => "fail",
        }
    }
}

/// A suppression by control and address.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Suppress {
    /// Ids or slugs; `*` for all controls.
    #[schemars(with = "OneOrMany")]
    pub control: toml::Spanned<OneOrMany>,
    /// A pattern with `*`; `account` for what is judged once for the account.
    pub address: Option<String>,
    /// A pattern of the file in which the finding stands.
    pub file: Option<String>,
    pub reason: Option<String>,
    /// The last day on which it holds, as a date: 2027-01-31.
    #[schemars(with = "Option<String>")]
    pub until: Option<toml::value::Datetime>,
    pub owner: Option<String>,
    /// The settings file.
    #[serde(skip)]
    pub origin: String,
    /// The same with its text.
    #[serde(skip)]
    #[schemars(skip)]
    pub text: Option<Arc<File>>,
    /// Its folder.
    #[serde(skip)]
    pub folder: PathBuf,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn names(&self) -> &[String] {
        match self {
            OneOrMany::One(name) => std::slice::from_ref(name),
            OneOrMany::Many(names) => names,
        }
    }
}

/// Other settings for roots whose folder matches.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PathSettings {
    /// A pattern of folders, seen from the settings file: `envs/dev`, `envs/*`, `**/examples/**`.
    r#match: String,
    #[schemars(with = "Option<SeverityWord>")]
    fail_on: Option<SeverityName>,
    unknown: Option<Severe>,
    account: Option<bool>,
    controls: Option<Vec<String>>,
    ignore: Option<Vec<String>>,
    non_ignorable: Option<Vec<String>>,
    frameworks: Option<Vec<String>>,
    require_reason: Option<bool>,
    foreign_skips: Option<bool>,
    #[schemars(with = "Option<BTreeMap<String, SeverityWord>>")]
    severity: Option<BTreeMap<String, SeverityName>>,
    #[schemars(with = "Option<BTreeMap<String, BTreeMap<String, serde_json::Value>>>")]
    parameters: Option<BTreeMap<String, BTreeMap<String, toml::Value>>>,
}

impl PathSettings {
    fn raw(self) -> Raw {
        Raw {
            fail_on: self.fail_on,
            unknown: self.unknown,
            account: self.account,
            controls: self.controls,
            ignore: self.ignore,
            non_ignorable: self.non_ignorable,
            frameworks: self.frameworks,
            require_reason: self.require_reason,
            foreign_skips: self.foreign_skips,
            severity: self.severity,
            parameters: self.parameters,
            ..Raw::default()
        }
    }
}

/// The settings of one target, and where each comes from.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub fail_on: Option<String>,
    pub unknown: Severe,
    pub account: bool,
    pub controls: Vec<String>,
    pub ignore: Vec<String>,
    pub non_ignorable: Vec<String>,
    pub frameworks: Vec<String>,
    pub rules: Vec<PathBuf>,
    pub baseline: Option<PathBuf>,
    pub paths: Vec<(PathBuf, String)>,
    pub exclude: Vec<(PathBuf, String)>,
    pub require_reason: bool,
    pub stale_suppressions: Severe,
    /// Skip comments of checkov, trivy and tfsec are honoured.
    pub foreign_skips: bool,
    /// Where Security Hub and security lakes file findings.
    pub account_id: Option<String>,
    pub region: Option<String>,
    pub product_arn: Option<String>,
    /// By any name of a control. Of several entries for one control the last counts: it stands in the lower file.
    pub severity: Vec<(String, String)>,
    pub parameters: Vec<(String, BTreeMap<String, toml::Value>)>,
    pub suppress: Vec<Suppress>,
    /// Key to the file that set it last.
    pub sources: BTreeMap<&'static str, String>,
    /// The settings files, from the top down.
    pub files: Vec<PathBuf>,
}

/// The settings of a folder, from all files above it, under what the flags say.
pub fn of_folder(folder: &Path, args: &RuleArgs) -> Result<Settings, CliError> {
    let mut settings = Settings::default();
    let mut profile_found = args.profile.is_none();
    for file in files_above(folder, args)? {
        let raw = read(&file)?;
        let profile = args.profile.as_ref().and_then(|name| raw.profile.get(name)).cloned();
        settings.lay_over(raw, &file, folder)?;
        if let Some(profile) = profile {
            profile_found = true;
            settings.lay_over(profile, &file, folder)?;
        }
        settings.files.push(file);
    }
    if !profile_found {
        let name = args.profile.as_deref().unwrap_or_default();
        return Err(CliError::usage(
            format!("no profile `{name}`"),
            "profiles are tables [profile.NAME] in tfmend.toml",
        ));
    }
    settings.by_flags(args);
    Ok(settings)
}

/// From the top of the repository (or of the disk) down to the folder.
fn files_above(folder: &Path, args: &RuleArgs) -> Result<Vec<PathBuf>, CliError> {
    if args.no_config {
        return Ok(Vec::new());
    }
    if let Some(file) = &args.config {
        return if file.exists() { Ok(vec![file.clone()]) } else { Err(CliError::Missing(shown(file))) };
    }
    let Ok(real) = folder.canonicalize() else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for above in real.ancestors() {
        files.extend(NAMES.iter().map(|name| above.join(name)).find(|file| file.is_file()));
        if above.join(".git").exists() {
            break;
        }
    }
    files.reverse();
    Ok(files)
}

fn read(file: &Path) -> Result<Raw, CliError> {
    let name = shown(file);
    let text = std::fs::read_to_string(file).map_err(|error| CliError::unreadable(name.clone(), &error))?;
    parse(&name, &text)
}

fn parse(name: &str, text: &str) -> Result<Raw, CliError> {
    let mut raw: Raw = toml::from_str(text).map_err(|error| {
        CliError::Settings(format!("{name}: {}{}", error.to_string().trim_end(), suggestion(&error)))
    })?;
    let file = Arc::new(File::new(name, text));
    let profiles = raw.profile.values_mut().flat_map(|profile| &mut profile.suppress);
    raw.suppress.iter_mut().chain(profiles).for_each(|suppress| suppress.text = Some(file.clone()));
    Ok(raw)
}

/// Whether a text is a settings file, wherever it stands.
pub fn check(file: &Path, text: &str) -> Result<(), CliError> {
    let raw = parse(&shown(file), text)?;
    let profiles: Vec<Raw> = raw.profile.values().cloned().collect();
    let mut settings = Settings::default();
    for raw in std::iter::once(raw).chain(profiles) {
        settings.lay_over(raw, file, Path::new("."))?;
    }
    settings.excludes(Path::new("a/b")).map(drop)
}

/// The key that was probably meant.
fn suggestion(error: &toml::de::Error) -> String {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next().filter(|_| message.starts_with("unknown field")) else { return String::new() };
    let near = crate::schema::nearest(wrong, quoted);
    near.map_or(String::new(), |near| format!("\ndid you mean `{near}`?"))
}

impl Settings {
    fn lay_over(&mut self, mut raw: Raw, file: &Path, folder: &Path) -> Result<(), CliError> {
        let origin = shown(file);
        let base = file.parent().unwrap_or(Path::new("."));
        let paths = std::mem::take(&mut raw.path);
        self.merge(raw, &origin, base);
        for path in paths {
            if matches(&origin, base, &path.r#match, folder)? {
                let origin = format!("{origin} ({})", path.r#match);
                self.merge(path.raw(), &origin, base);
            }
        }
        Ok(())
    }

    /// Single values and selections replace, the rest adds.
    fn merge(&mut self, raw: Raw, origin: &str, base: &Path) {
        let mut sources = std::mem::take(&mut self.sources);
        let add = |sources: &mut BTreeMap<&'static str, String>, key: &'static str| {
            let place = sources.entry(key).or_default();
            let all = if place.is_empty() { origin.to_owned() } else { format!("{place}, {origin}") };
            *place = all;
        };
        macro_rules! replace {
            ($($field:ident = $key:literal),*) => {
                $(if let Some(value) = raw.$field {
                    self.$field = value.into();
                    sources.insert($key, origin.to_owned());
                })*
            };
        }
        macro_rules! extend {
            ($($field:ident = $key:literal, $convert:expr);*) => {
                $(if let Some(values) = raw.$field { self.$field.extend(values.into_iter().map($convert)); add(&mut sources, $key); })*
            };
        }
        replace!(
            fail_on = "fail-on",
            unknown = "unknown",
            account = "account",
            controls = "controls",
            frameworks = "frameworks",
            require_reason = "require-reason",
            foreign_skips = "foreign-skips",
            stale_suppressions = "stale-suppressions",
            account_id = "account-id",
            region = "region",
            product_arn = "product-arn"
        );
        extend!(
            ignore = "ignore", |name| name;
            non_ignorable = "non-ignorable", |name| name;
            rules = "rules", |folder| base.join(folder);
            paths = "paths", |pattern| (base.to_owned(), pattern);
            exclude = "exclude", |pattern| (base.to_owned(), pattern);
            severity = "severity", |(control, word)| (control, word.0)
        );
        if let Some(baseline) = raw.baseline {
            self.baseline = Some(base.join(baseline));
            sources.insert("baseline", origin.to_owned());
        }
        if !raw.suppress.is_empty() {
            add(&mut sources, "suppress");
        }
        if raw.parameters.is_some() {
            add(&mut sources, "parameters");
        }
        self.sources = sources;
        self.parameters.extend(raw.parameters.unwrap_or_default());
        self.suppress.extend(raw.suppress.into_iter().map(|one| Suppress {
            origin: origin.to_owned(),
            folder: base.to_owned(),
            ..one
        }));
    }

    /// Flags come last; `--control` replaces the selection, `--ignore` adds to it.
    pub fn by_flags(&mut self, args: &RuleArgs) {
        macro_rules! set {
            ($key:literal) => {
                self.sources.insert($key, "command line".to_owned())
            };
        }
        if !args.controls.is_empty() {
            self.controls.clone_from(&args.controls);
            set!("controls");
        }
        if !args.ignored.is_empty() {
            self.ignore.extend(args.ignored.iter().cloned());
            let before = self.sources.get("ignore").map_or(String::new(), |files| format!("{files}, "));
            self.sources.insert("ignore", before + "command line");
        }
        if !args.frameworks.is_empty() {
            self.frameworks.clone_from(&args.frameworks);
            set!("frameworks");
        }
        if args.foreign_skips {
            self.foreign_skips = true;
            set!("foreign-skips");
        }
        if args.account {
            self.account = true;
            set!("account");
        }
        if let Some(baseline) = &args.baseline {
            self.baseline = Some(baseline.clone());
            set!("baseline");
        }
        if !args.rules.is_empty() {
            self.rules.extend(args.rules.iter().cloned());
            set!("rules");
        }
    }

    /// A root that is not to be judged.
    pub fn excludes(&self, folder: &Path) -> Result<bool, CliError> {
        let place = |key: &str| self.sources.get(key).map_or("settings", String::as_str);
        let mut wanted = self.paths.is_empty();
        for (base, pattern) in &self.paths {
            wanted |= matches(place("paths"), base, pattern, folder)?;
        }
        if !wanted {
            return Ok(true);
        }
        for (base, pattern) in &self.exclude {
            if matches(place("exclude"), base, pattern, folder)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A pattern of folders, seen from the settings file: `envs/dev`, `envs/*`, `**/examples/**`. The last one means `examples` itself
/// as well: its own files are among those that the pattern names.
fn matches(place: &str, base: &Path, pattern: &str, folder: &Path) -> Result<bool, CliError> {
    let named = pattern.trim_end_matches('/');
    let named = named.strip_suffix("/**").filter(|above| !above.is_empty()).unwrap_or(named);
    let glob = globset::GlobBuilder::new(named).literal_separator(true).build();
    let wrong = |error: globset::Error| CliError::Settings(format!("{place}: pattern {pattern:?}: {error}"));
    let matcher = glob.map_err(wrong)?.compile_matcher();
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let base = base.canonicalize().unwrap_or_else(|_| base.to_owned());
    let Ok(relative) = real.strip_prefix(&base) else { return Ok(false) };
    // What stands below a folder that matches belongs to it.
    Ok(relative.ancestors().any(|above| matcher.is_match(above)))
}
