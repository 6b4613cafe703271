//! The fixed words of the reports in the languages that tfmend speaks.

use serde::{Deserialize, Serialize};

/// A language of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Ja,
}

impl Lang {
    /// The language of a locale name such as `ja_JP.UTF-8`.
    pub fn of_locale(locale: &str) -> Lang {
        if locale.starts_with("ja") { Lang::Ja } else { Lang::En }
    }

    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ja => "ja",
        }
    }

    /// One of two texts.
    pub fn pick<'a>(self, en: &'a str, ja: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Lang::En => &EN,
            Lang::Ja => &JA,
        }
    }
}

/// A number of things that a plural of [`Words`] names: `1 file`, `2 files`.
pub fn counted(number: usize, plural: &str) -> String {
    let one = plural.strip_suffix("xes").map(|stem| format!("{stem}x"));
    let one = one.or_else(|| plural.strip_suffix('s').map(str::to_owned));
    let word = one.filter(|_| number == 1);
    format!("{number} {}", word.as_deref().unwrap_or(plural))
}

/// Words of the terminal report, Markdown, `explain` and `controls`.
pub struct Words {
    pub why: &'static str,
    pub fix: &'static str,
    pub no_fix: &'static str,
    pub warning: &'static str,
    pub proven: &'static str,
    pub not_proven: &'static str,
    pub blocked_by: &'static str,
    pub decided: &'static str,
    pub also: &'static str,
    pub also_changes: &'static str,
    pub needs: &'static str,
    pub suppressed: &'static str,
    pub no_reason: &'static str,
    pub account: &'static str,
    pub problems: &'static str,
    pub not_judged: &'static str,
    pub resources: &'static str,
    pub files: &'static str,
    pub fixes: &'static str,
    pub clean: &'static str,
    pub more: &'static str,
    pub fails: &'static str,
    pub passes: &'static str,
    pub unknowns: &'static str,
    pub fixed: &'static str,
    pub remediation: &'static str,
    pub console: &'static str,
    pub cli: &'static str,
    pub parameters: &'static str,
    pub frameworks: &'static str,
    pub limits: &'static str,
    pub notes: &'static str,
    pub aliases: &'static str,
    pub decides: &'static str,
    pub category: &'static str,
    pub config_rule: &'static str,
    pub derived: &'static str,
    pub explain_hint: &'static str,
    pub fix_hint: &'static str,
    pub controls: &'static str,
    pub suppressions: &'static str,
    pub published: &'static str,
    pub until: &'static str,
    pub owner: &'static str,
}

static EN: Words = Words {
    why: "why",
    fix: "fix",
    no_fix: "no fix",
    warning: "warning",
    proven: "proven",
    not_proven: "not proven",
    blocked_by: "waits for",
    decided: "decided here",
    also: "also",
    also_changes: "the same edit changes",
    needs: "needs",
    suppressed: "suppressed",
    no_reason: "no reason given",
    account: "Account",
    problems: "Problems",
    not_judged: "not judged",
    resources: "resources",
    files: "files",
    fixes: "fixes",
    clean: "Nothing found.",
    more: "more",
    fails: "Fails",
    passes: "Passes",
    unknowns: "Cannot be decided",
    fixed: "Mended",
    remediation: "How to mend it",
    console: "In the console",
    cli: "With the AWS CLI",
    parameters: "Parameters",
    frameworks: "Frameworks",
    limits: "Limits",
    notes: "Notes",
    aliases: "Older ids",
    decides: "Decides",
    category: "Category",
    config_rule: "AWS Config rule",
    derived: "derived",
    explain_hint: "`tfmend explain CONTROL` tells more about a control",
    fix_hint: "`tfmend fix` prints all fixes as one diff; `tfmend fix --write` applies the safe ones",
    controls: "controls",
    suppressions: "suppressions",
    published: "published",
    until: "until",
    owner: "owner",
};

static JA: Words = Words {
    why: "理由",
    fix: "修正",
    no_fix: "修正なし",
    warning: "注意",
    proven: "検証済み",
    not_proven: "未検証",
    blocked_by: "未確定の値",
    decided: "ここで決まる",
    also: "ほか",
    also_changes: "同じ編集で変わるもの",
    needs: "必要な入力",
    suppressed: "抑制",
    no_reason: "理由の記載なし",
    account: "アカウント",
    problems: "問題",
    not_judged: "判定していない",
    resources: "リソース",
    files: "ファイル",
    fixes: "修正案",
    clean: "指摘はありません。",
    more: "件",
    fails: "不合格になる例",
    passes: "合格になる例",
    unknowns: "判定できない例",
    fixed: "修正後",
    remediation: "修正方法",
    console: "コンソールで",
    cli: "AWS CLI で",
    parameters: "パラメータ",
    frameworks: "フレームワーク",
    limits: "判定の限界",
    notes: "補足",
    aliases: "旧 ID",
    decides: "判定",
    category: "カテゴリ",
    config_rule: "AWS Config ルール",
    derived: "間接的な対応",
    explain_hint: "`tfmend explain CONTROL` でコントロールの説明を表示します",
    fix_hint: "`tfmend fix` は修正を一つの差分として表示し、`tfmend fix --write` は安全な修正を適用します",
    controls: "コントロール",
    suppressions: "抑制",
    published: "公開",
    until: "期限",
    owner: "担当",
};

impl Words {
    /// The word for a severity, status, class or impact, as it stands in the JSON, in this language.
    pub fn term<'w>(&'static self, word: &'w str) -> &'w str {
        if std::ptr::eq(self, &EN) {
            return word;
        }
        match word {
            "critical" => "緊急",
            "high" => "高",
            "medium" => "中",
            "low" => "低",
            "fail" => "不合格",
            "pass" => "合格",
            "unknown" => "判定不能",
            "suppressed" => "抑制",
            "safe" => "安全",
            "unsafe" => "要確認",
            "needs-input" => "要入力",
            "in-place" => "その場で更新",
            "replaces" => "リソースを作り直す",
            "adds-resource" => "リソースを追加",
            "introduced" => "新規",
            "existing" => "既存",
            "resolved" => "解消",
            "not-judged" => "判定対象なし",
            "not-decidable" => "判定不可",
            "not-covered" => "未対応",
            "checked" => "判定可",
            "partly" => "一部判定",
            "expired-suppression" => "期限切れ",
            "unused-suppression" => "未使用",
            "suppression-without-reason" => "理由なし",
            "suppression-of-unknown-control" => "不明なコントロール",
            "suppression-not-understood" => "解釈不可",
            "used" => "使用中",
            "idle" => "対象なし",
            "error" => "エラー",
            "warning" => "警告",
            other => other,
        }
    }

    /// What a kind of problem means for the reader; nothing where its message, which is English, is in the reader's language.
    pub fn meaning(&'static self, kind: &str) -> Option<&'static str> {
        if std::ptr::eq(self, &EN) {
            return None;
        }
        Some(match kind {
            "syntax" => "構文に誤りがあります。読み取れた部分だけを検査しています",
            "unreadable" => "ファイルまたはフォルダーを読み取れません。その内容は検査していません",
            "missing-module" => {
                "モジュールが手元にないため、その中のリソースは検査しておらず、出力は不明な値として扱います。`terraform init` で取得できます"
            }
            "unexpanded" => "count または for_each の値が決まらないため、1 つのインスタンスで全体を代表させています",
            "evaluation" => "式を評価できません。その値は不明として扱います",
            "invalid" => "Terraform が受け付けない書き方です",
            "unsupported-function" => "対応していない関数です。結果は不明な値として扱います",
            "incomplete-plan" => "プランにすべての変更が含まれていません。含まれていないものは検査していません",
            "drift" => "Terraform の外で変更されています",
            "failed-check" => "構成に書かれた条件が満たされていません",
            "source-mismatch" => "プランと指定されたソースが一致しません。一致しない部分ではソースの値を使いません",
            "limit" => "上限に達しました。それより先は検査していません",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{EN, JA, counted};
    use crate::eval::ProblemKind;

    #[test]
    fn problems_are_explained_where_their_messages_are_foreign() {
        use ProblemKind::{Drift, Evaluation, FailedCheck, IncompletePlan, Invalid, Limit, MissingModule};
        use ProblemKind::{SourceMismatch, Syntax, Unexpanded, Unreadable, UnsupportedFunction};
        let reading = [Syntax, Unreadable, MissingModule, Unexpanded, Evaluation, Invalid, UnsupportedFunction];
        let rest = [IncompletePlan, Drift, FailedCheck, SourceMismatch, Limit];
        for kind in reading.into_iter().chain(rest) {
            assert!(JA.meaning(kind.as_str()).is_some() && EN.meaning(kind.as_str()).is_none(), "{kind:?}");
        }
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([1, 2].map(|number| counted(number, "files")), ["1 file", "2 files"]);
        assert_eq!([0, 1].map(|number| counted(number, "fixes")), ["0 fixes", "1 fix"]);
        assert_eq!(counted(1, "件"), "1 件");
    }
}
