//! Why a finding has no fix, in words that a person can act on.

use crate::rules::Localized;
use std::sync::LazyLock;

/// Why an edit cannot be made, or did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The rule asks for no edit.
    NoRequest,
    /// Nothing of the resource is in the source that was given.
    NoSource { address: String },
    /// A plan or state alone.
    PlanAlone,
    /// The source does not fail: what does was made elsewhere, is left out of the plan, or was changed in the source since.
    NotInSource,
    /// The deciding place is in a downloaded module.
    Downloaded { path: String },
    /// The deciding place is in a file outside of the folders that may be changed.
    Outside { path: String },
    /// The file is written by a program.
    Generated { path: String },
    /// A value given outside of files.
    Given { name: String, how: String },
    /// A root variable without value.
    NoValue { name: String },
    /// The value comes from another resource or a data source.
    Elsewhere { address: String },
    /// An expression computes the value.
    Computed { place: String },
    /// The document is not written as text that can be edited.
    Document { place: String },
    /// `ignore_changes` keeps Terraform from changing the attribute of what exists.
    Ignored { attribute: String, place: String },
    /// A companion is declared already, but `count` or `for_each` makes none here.
    SwitchedOff { address: String, place: String },
    /// The broken syntax or layout of the place does not allow an edit.
    Unwritable { place: String },
    /// A value given for the fix is not of the type that the argument has.
    BadInput { name: String, wanted: String },
    /// Not tried: fixes that have something in common run one after the other, and there were too many.
    TooMany { limit: usize, control: String },
    /// An edit was tried and did not pass the proof.
    Unproven { place: String, failure: Failure },
}

/// What the proof found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    Syntax,
    Problem(String),
    NotGone,
    NewFinding {
        control: String,
        address: String,
    },
    Instances {
        address: String,
    },
    Values {
        address: String,
    },
    /// It adds a variable to a module that too many other roots use to look at them.
    Shared {
        roots: usize,
    },
    /// A `validation`, `precondition` or `postcondition` that Terraform would refuse the plan for.
    Condition {
        kind: &'static str,
        address: String,
        place: String,
    },
    /// A companion for something that does not lack it.
    Companion {
        of: String,
    },
}

/// Said of every failing finding of a plan alone, and so made once.
static PLAN_ALONE: LazyLock<Localized> = LazyLock::new(|| Localized {
    en: "the source is not at hand; give its folder with --source".into(),
    ja: "ソースが見つかりません。--source でフォルダーを指定してください".into(),
});

impl Reason {
    pub fn text(&self) -> Localized {
        let (en, ja) = match self {
            Reason::NoRequest => (
                "the rule has no edit for this".to_owned(),
                "この指摘を直す編集はルールに定義されていません".to_owned(),
            ),
            Reason::NoSource { address } => (
                format!("the source has no block of {address}; --source names the folder that the plan was made of"),
                format!("{address} のブロックがソースにありません。--source にはプランを作ったフォルダーを指定してください"),
            ),
            Reason::PlanAlone => return PLAN_ALONE.clone(),
            Reason::NotInSource => (
                "the source as it is does not fail: apply all of it, or look for what was made outside of it".to_owned(),
                "ソースのままなら不合格になりません。ソース全体を適用するか、ソースの外で作られたものを確認してください".to_owned(),
            ),
            Reason::Downloaded { path } => (
                format!(
                    "decided in {path}, which belongs to a downloaded module; pass an argument to the module if it has one, or change the module where it is kept"
                ),
                format!(
                    "{path} はダウンロードされたモジュールのファイルで、ここで値が決まります。モジュールに引数があれば渡し、なければモジュールの元を修正してください"
                ),
            ),
            Reason::Outside { path } => (
                format!(
                    "decided in {path}, outside of the folders that may be changed; run tfmend on the folder that holds it"
                ),
                format!(
                    "変更できるフォルダーの外にある {path} で値が決まります。そのフォルダーを対象に tfmend を実行してください"
                ),
            ),
            Reason::Generated { path } => (
                format!("decided in {path}, which is written by a program; change what generates it"),
                format!("{path} は自動生成されるファイルです。生成元を修正してください"),
            ),
            Reason::Given { name, how } => (
                format!("var.{name} is given by {how}; change it there"),
                format!("var.{name} は {how} で与えられています。そこで変更してください"),
            ),
            Reason::NoValue { name } => (
                format!("var.{name} has no value here; give it one in a .tfvars file"),
                format!("var.{name} に値がありません。.tfvars ファイルで値を指定してください"),
            ),
            Reason::Elsewhere { address } => (
                format!("the value comes from {address}; change it there"),
                format!("値は {address} から来ています。そこで変更してください"),
            ),
            Reason::Computed { place } => (
                format!("the value is computed at {place}; change the expression by hand"),
                format!("値は {place} の式で計算されます。式を手で修正してください"),
            ),
            Reason::Document { place } => (
                format!(
                    "the policy document at {place} is not written as text that can be edited; add the statement where it is made"
                ),
                format!(
                    "{place} のポリシー文書は編集できる形で書かれていません。文書を作っている場所にステートメントを追加してください"
                ),
            ),
            Reason::Ignored { attribute, place } => (
                format!(
                    "lifecycle.ignore_changes at {place} keeps Terraform from changing {attribute}; take it out of there first"
                ),
                format!(
                    "{place} の lifecycle.ignore_changes により {attribute} の変更は反映されません。先にそこから外してください"
                ),
            ),
            Reason::SwitchedOff { address, place } => (
                format!(
                    "{address} is declared for it but makes no instance with these values; switch it on at {place}"
                ),
                format!("{address} が宣言されていますが、この値では作られません。{place} で有効にしてください"),
            ),
            Reason::Unwritable { place } => (
                format!("the code at {place} does not allow an edit; change it by hand"),
                format!("{place} のコードは自動では編集できません。手で修正してください"),
            ),
            Reason::BadInput { name, wanted } => (
                format!("the value given with --var {name}=... is no {wanted}; write it as HCL"),
                format!("--var {name}=... の値は {wanted} ではありません。HCL の式で書いてください"),
            ),
            Reason::TooMany { limit, control } => (
                format!("not tried: more than {limit} runs would be needed; `tfmend fix --only {control}` tries them"),
                format!(
                    "検証に {limit} 回を超える再判定が必要なため試していません。`tfmend fix --only {control}` で試せます"
                ),
            ),
            Reason::Unproven { place, failure } => (
                format!("an edit at {place} was tried, but {}", failure.english()),
                format!("{place} の編集を試しましたが、{}", failure.japanese()),
            ),
        };
        Localized { en: en.into(), ja: ja.into() }
    }

    /// A word for counting, as in `summary`.
    pub fn kind(&self) -> &'static str {
        match self {
            Reason::NoRequest => "no-edit-in-rule",
            Reason::NoSource { .. } | Reason::PlanAlone => "no-source",
            Reason::NotInSource => "not-in-source",
            Reason::Downloaded { .. } => "downloaded-module",
            Reason::Outside { .. } => "outside-root",
            Reason::Generated { .. } => "generated-file",
            Reason::Given { .. } => "given-outside-files",
            Reason::NoValue { .. } => "variable-without-value",
            Reason::Elsewhere { .. } => "another-resource",
            Reason::Computed { .. } => "computed",
            Reason::Document { .. } => "policy-not-editable",
            Reason::Ignored { .. } => "changes-ignored",
            Reason::SwitchedOff { .. } => "switched-off",
            Reason::Unwritable { .. } => "not-editable",
            Reason::BadInput { .. } => "bad-value",
            Reason::TooMany { .. } => "not-tried",
            Reason::Unproven { .. } => "not-proven",
        }
    }
}

impl Failure {
    /// As it is told of another root.
    pub fn in_root(self, root: &str) -> Failure {
        let named = |text: String| format!("{text} ({root})");
        match self {
            Failure::Problem(message) => Failure::Problem(named(message)),
            Failure::NewFinding { control, address } => Failure::NewFinding { control, address: named(address) },
            Failure::Instances { address } => Failure::Instances { address: named(address) },
            Failure::Values { address } => Failure::Values { address: named(address) },
            Failure::Companion { of } => Failure::Companion { of: named(of) },
            Failure::Condition { kind, address, place } => Failure::Condition { kind, address: named(address), place },
            other => other,
        }
    }

    fn english(&self) -> String {
        match self {
            Failure::Syntax => "the result does not parse".to_owned(),
            Failure::Problem(message) => format!("it causes a problem: {message}"),
            Failure::NotGone => "the finding is still there afterwards".to_owned(),
            Failure::NewFinding { control, address } => format!("it makes {control} fail on {}", named(address)),
            Failure::Instances { address } => format!("it adds or removes {address}"),
            Failure::Values { address } => format!("it changes {address} as well"),
            Failure::Shared { roots } => {
                format!(
                    "{roots} other roots use the module and would have to pass the new variable; `tfmend fix` looks at them"
                )
            }
            Failure::Condition { kind, address, place } => {
                format!("the {kind} of {address} at {place} does not hold with it")
            }
            Failure::Companion { of } => format!("it adds one to {of} too, which does not lack it"),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Failure::Syntax => "結果が構文として正しくありません".to_owned(),
            Failure::Problem(message) => format!("問題が起きます: {message}"),
            Failure::NotGone => "指摘が残ります".to_owned(),
            Failure::NewFinding { control, address } => {
                format!("{} で {control} が新たに不合格になります", named(address))
            }
            Failure::Instances { address } => format!("{address} が増減します"),
            Failure::Values { address } => format!("{address} の値も変わります"),
            Failure::Shared { roots } => {
                format!(
                    "このモジュールはほかに {roots} 個のルートからも使われ、新しい変数を渡す必要があります。`tfmend fix` で確認できます"
                )
            }
            Failure::Condition { kind, address, place } => {
                format!("{place} にある {address} の {kind} が成り立たなくなります")
            }
            Failure::Companion { of } => format!("足りている {of} にも追加されます"),
        }
    }
}

fn named(address: &str) -> &str {
    if address.is_empty() { "the account" } else { address }
}
