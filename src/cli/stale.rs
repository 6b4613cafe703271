//! Suppressions that are expired, needless or mistaken -> findings of their own.

use super::judge::Judge;
use super::suppress::{Fault, Rule};
use crate::check;
use crate::report::{ControlText, Entry, Lang, Place, STALE_SERVICE, Secrets, Status};
use crate::rules::Severity;
use crate::text::File;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Fault {
    fn control_id(self) -> &'static str {
        match self {
            Fault::Expired => "Suppression.1",
            Fault::Unused => "Suppression.2",
            Fault::NoReason => "Suppression.3",
            Fault::UnknownControl => "Suppression.4",
            Fault::NotUnderstood => "Suppression.5",
        }
    }

    /// Title, why it matters, and what to do, each in English and Japanese. No edit is proposed: whether an exception still holds is
    /// a person's decision.
    fn words(self) -> [[&'static str; 2]; 3] {
        match self {
            Fault::Expired => [
                ["Suppressions have not expired", "抑制は期限内である"],
                [
                    "What an expired suppression covered is reported again; the comment says otherwise to whoever reads it.",
                    "期限が切れた抑制の対象は再び報告されますが、読む人にはまだ除外されているように見えます。",
                ],
                [
                    "A person decides whether the exception still holds: mend the finding and remove the suppression, or give it a new date.",
                    "例外がまだ妥当かは人が判断します。検出結果を修正して抑制を削除するか、新しい期限を設定してください。",
                ],
            ],
            Fault::Unused => [
                ["Suppressions set something aside", "抑制は何かを除外している"],
                [
                    "A suppression that sets nothing aside today hides tomorrow's mistake without anybody having decided it.",
                    "今は何も除外していない抑制は、誰も判断していない将来の誤りを隠します。",
                ],
                [
                    "A person decides whether it is still meant: remove it, or move it to what it is for.",
                    "まだ必要かは人が判断します。削除するか、対象の場所に移してください。",
                ],
            ],
            Fault::NoReason => [
                ["Suppressions give a reason where the settings require one", "設定が求める場合、抑制に理由がある"],
                [
                    "Without a reason nobody can tell later whether the suppression still holds; such a one is not honoured.",
                    "理由がなければ、抑制がまだ妥当かを後から判断できません。理由のない抑制は無効です。",
                ],
                [
                    "Only a person knows the reason: add reason=\"...\".",
                    "理由は人が書く必要があります。reason=\"...\" を追加してください。",
                ],
            ],
            Fault::UnknownControl => [
                ["Suppressions name controls that exist", "抑制は存在するコントロールを指定している"],
                [
                    "A suppression of a control that does not exist sets nothing aside; mostly its id is misspelt.",
                    "存在しないコントロールの抑制は何も除外しません。多くは ID の誤記です。",
                ],
                [
                    "Only a person knows which control is meant; `tfmend controls` lists all of them.",
                    "どのコントロールを指すかは人が判断します。`tfmend controls` で一覧できます。",
                ],
            ],
            Fault::NotUnderstood => [
                ["Suppressions are written so that they are understood", "抑制は解釈できるように書かれている"],
                [
                    "A suppression whose keyword, option, date or condition cannot be read is not honoured, though it looks as if it were.",
                    "キーワード、オプション、日付、条件を解釈できない抑制は、有効に見えても無効です。",
                ],
                [
                    "Only a person knows what is meant; a comment is written as tfmend:ignore EC2.3 reason=\"...\" until=2027-01-31 owner=NAME, or in the settings, as for files in JSON syntax.",
                    "意図は人が判断します。コメントは tfmend:ignore EC2.3 reason=\"...\" until=2027-01-31 owner=NAME のように書きます。JSON 構文のファイルでは設定に書きます。",
                ],
            ],
        }
    }

    /// Title, why it matters, and what to do.
    fn told(self, lang: Lang) -> [&'static str; 3] {
        self.words().map(|[en, ja]| lang.pick(en, ja))
    }

    fn message(self, rule: &Rule, lang: Lang) -> String {
        if let Some(unread) = rule.unread.as_ref().filter(|_| self == Fault::NotUnderstood) {
            return unread_message(rule, unread, lang);
        }
        let controls = rule.controls.join(", ");
        let until = rule.until.as_deref().unwrap_or("");
        match (self, lang) {
            (Fault::Expired, Lang::En) => format!("the suppression of {controls} ended on {until}"),
            (Fault::Expired, Lang::Ja) => format!("{controls} の抑制は {until} に期限が切れました"),
            (Fault::NoReason, Lang::En) => {
                format!("the suppression of {controls} gives no reason, and the settings require one")
            }
            (Fault::NoReason, Lang::Ja) => format!("{controls} の抑制に、設定が求める理由がありません"),
            (Fault::Unused, Lang::En) => format!("the suppression of {controls} sets nothing aside"),
            (Fault::Unused, Lang::Ja) => format!("{controls} の抑制は何も除外していません"),
            (Fault::NotUnderstood, Lang::En) => format!(
                "the suppression of {controls} has a date or a condition that is not understood, so it sets nothing aside"
            ),
            (Fault::NotUnderstood, Lang::Ja) => {
                format!("{controls} の抑制の日付または条件を解釈できないため、何も除外しません")
            }
            (Fault::UnknownControl, _) if controls.is_empty() => {
                lang.pick("the suppression names no control", "抑制にコントロールの指定がありません").to_owned()
            }
            (Fault::UnknownControl, Lang::En) => {
                format!("the suppression names a control that is not there: {controls}")
            }
            (Fault::UnknownControl, Lang::Ja) => format!("抑制が存在しないコントロールを指定しています: {controls}"),
        }
    }
}

fn unread_message(rule: &Rule, unread: &str, lang: Lang) -> String {
    let controls = rule.controls.join(", ");
    match (lang, controls.is_empty()) {
        (Lang::En, true) => {
            format!("`{unread}` looks like a suppression but is not understood, so it sets nothing aside")
        }
        (Lang::Ja, true) => format!("`{unread}` は抑制のように見えますが、解釈できないため、何も除外しません"),
        (Lang::En, false) => {
            format!(
                "the suppression of {controls} has a part that is not understood, so it sets nothing aside: `{unread}`"
            )
        }
        (Lang::Ja, false) => format!("{controls} の抑制に解釈できない部分があるため、何も除外しません: `{unread}`"),
    }
}

/// What `explain` says of one of these findings.
pub fn explanation(id: &str, lang: Lang) -> Option<String> {
    use Fault::*;
    let all = [Expired, Unused, NoReason, UnknownControl, NotUnderstood];
    let fault = all.into_iter().find(|fault| fault.control_id().eq_ignore_ascii_case(id))?;
    let (id, [title, why, advice]) = (fault.control_id(), fault.told(lang));
    let setting = lang.pick(
        "A finding about the suppressions of this repository, not a control of AWS. `stale-suppressions` in the settings makes it fail, warn or silent.",
        "このリポジトリの抑制に関する検出結果で、AWS のコントロールではありません。設定の `stale-suppressions` で失敗、警告、無視を選べます。",
    );
    Some(format!("{id}  {title}\n\n{why}\n\n{advice}\n\n{setting}\n"))
}

/// The stale suppressions of all roots, each of them once: a module's comment and a setting are read with every root.
#[derive(Debug)]
pub struct Stale {
    /// They make the exit status 1, whatever the severity that is asked for.
    gates: bool,
    found: BTreeMap<(Arc<str>, String), Entry>,
}

impl Stale {
    pub fn new(gates: bool) -> Stale {
        Stale { gates, found: BTreeMap::new() }
    }

    pub fn add(&mut self, rule: &Rule, mut entry: Entry) {
        if self.gates {
            entry.status = Status::Fail;
            entry.gates = true;
            entry.blocked_by.clear();
        }
        self.found.entry((entry.control.id.clone(), rule.key())).or_insert(entry);
    }

    pub fn entries(self) -> impl Iterator<Item = Entry> {
        self.found.into_values()
    }
}

/// A finding about a suppression, as a warning.
pub fn entry(rule: &Rule, fault: Fault, place: Option<Place>, secrets: &Secrets, home: Home, lang: Lang) -> Entry {
    let place = place.or_else(|| of_settings(rule, secrets));
    let id = fault.control_id();
    Entry {
        control: control(fault, lang),
        status: Status::Unknown,
        change: None,
        address: "".into(),
        resource_type: "".into(),
        root: home.root,
        account: false,
        account_id: home.account_id,
        region: home.region,
        message: secrets.hide(&fault.message(rule, lang)).into(),
        blocked_by: vec!["stale-suppressions = \"warn\"".to_owned()],
        root_file: Some(place.as_ref().map_or_else(|| Arc::from(&*rule.place), |place| place.file.path.clone())),
        place,
        origin: Vec::new(),
        fix: None,
        no_fix_reason: Some(fault.told(lang)[2].into()),
        fingerprint: check::fingerprint(id, "", &rule.identity(&home.file)),
        gates: false,
        suppression: None,
    }
}

/// The root in which a suppression was read first.
#[derive(Debug)]
pub struct Home {
    pub root: usize,
    pub account_id: Option<Arc<str>>,
    pub region: Option<Arc<str>>,
    /// The file of the suppression, named alike wherever the command is run.
    pub file: String,
}

fn control(fault: Fault, lang: Lang) -> Arc<ControlText> {
    let [title, why, _] = fault.told(lang);
    Arc::new(ControlText {
        id: fault.control_id().into(),
        slug: fault.as_str().into(),
        severity: Severity::Low,
        title: title.into(),
        why: why.into(),
        service: STALE_SERVICE.into(),
        steps: Vec::new(),
        command: None,
        frameworks: BTreeMap::new(),
    })
}

/// Where an entry of the settings stands, without what is secret there.
fn of_settings(rule: &Rule, secrets: &Secrets) -> Option<Place> {
    let (file, span) = rule.written.as_ref()?;
    let shown = secrets.hide(&file.text).into_owned();
    let same = shown.len() == file.text.len();
    same.then(|| Place {
        file: Arc::new(File::new(file.path.clone(), shown)),
        start: span.start as u32,
        end: span.end as u32,
    })
}

/// Which suppressions the run needed. One is needless only when everything was judged that it could set aside.
pub struct Needed {
    used: BTreeSet<String>,
    folders: Vec<PathBuf>,
    /// The folders of the roots; `None` with a plan, which says nothing of the roots that there are.
    roots: Option<Vec<PathBuf>>,
}

impl Needed {
    /// `roots` are the targets by name, and whether each is a plan.
    pub fn of<'r>(
        rules: impl Iterator<Item = &'r Rule>,
        paths: &[PathBuf],
        roots: impl Iterator<Item = (&'r str, bool)>,
    ) -> Needed {
        let used = rules.filter(|rule| rule.used.get()).map(Rule::key);
        let folders = paths.iter().filter_map(|path| path.canonicalize().ok());
        let root = |(name, is_plan): (&str, bool)| (!is_plan).then(|| real(Path::new(name)));
        let roots = roots.map(root).collect();
        Needed { used: used.collect(), folders: folders.collect(), roots }
    }

    /// What is wrong with it, by itself or in this run.
    pub fn fault(&self, rule: &Rule, fault: Option<Fault>, judge: &Judge) -> Option<Fault> {
        if fault.is_some() {
            return fault;
        }
        // A module's comment may be needed in one of its roots, the settings of a repository in one of its folders.
        let elsewhere = self.uses(rule)
            || rule.folder.as_ref().is_some_and(|folder| !self.holds(folder))
            || rule.span.is_some() && self.is_shared(rule.file_name());
        let judged = |name: &String| match (&judge.options.only, judge.rules.entry(name)) {
            (Some(only), Some(entry)) => only.iter().any(|id| *id == entry.id),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let idle = !rule.foreign && !elsewhere && rule.controls.iter().all(judged);
        idle.then_some(Fault::Unused)
    }

    pub fn uses(&self, rule: &Rule) -> bool {
        self.used.contains(&rule.key())
    }

    /// A file of a module beside the roots, which roots that were not judged may use as well.
    fn is_shared(&self, file: &str) -> bool {
        let file = Path::new(file);
        let Some(roots) = self.roots.as_ref().filter(|_| !self.holds(file)) else { return false };
        let file = real(file);
        !roots.iter().any(|root| file.starts_with(root))
    }

    fn holds(&self, folder: &Path) -> bool {
        let folder = real(folder);
        self.folders.iter().any(|judged| folder.starts_with(judged))
    }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
