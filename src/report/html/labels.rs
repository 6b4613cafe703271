//! Words that only the page needs.

use crate::report::words::Lang;
use serde::Serialize;

/// What the page says beside the words of all reports.
#[derive(Serialize)]
pub struct Labels {
    pub skip: &'static str,
    pub noscript: &'static str,
    pub summary: &'static str,
    pub services: &'static str,
    pub show_framework: &'static str,
    pub findings: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub more: &'static str,
    /// Markup of our own.
    #[serde(skip)]
    pub keys: &'static str,
    pub shown: &'static str,
    pub nothing: &'static str,
    pub clear: &'static str,
    pub all: &'static str,
    pub severity: &'static str,
    pub status: &'static str,
    pub service: &'static str,
    pub framework: &'static str,
    pub fix: &'static str,
    pub change: &'static str,
    pub no_fix: &'static str,
    pub graph: &'static str,
    pub referred: &'static str,
    pub refers: &'static str,
    pub alone: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub decided_by: &'static str,
}

pub fn of(lang: Lang) -> &'static Labels {
    match lang {
        Lang::En => &EN,
        Lang::Ja => &JA,
    }
}

static EN: Labels = Labels {
    skip: "Skip to the findings",
    noscript: "The list of findings needs JavaScript, which this page carries in itself. Without it: tfmend lint --format markdown",
    summary: "Summary",
    services: "Fails by service",
    show_framework: "Show its findings",
    findings: "Findings",
    search: "Search",
    search_hint: "Search: control, address, file, message",
    more: "Show more",
    keys: "<kbd>/</kbd> search · <kbd>j</kbd> <kbd>k</kbd> next and previous · <kbd>Enter</kbd> open and close · <kbd>Esc</kbd> clear",
    shown: "{n} of {all} findings",
    nothing: "No finding fits.",
    clear: "Clear",
    all: "all",
    severity: "Severity",
    status: "Status",
    service: "Service",
    framework: "Framework",
    fix: "Fix",
    change: "Change",
    no_fix: "no fix",
    graph: "Around this resource",
    referred: "Referred to by",
    refers: "Refers to",
    alone: "Nothing refers to it, and it refers to nothing.",
    copy: "Copy",
    copied: "Copied",
    decided_by: "Decided by",
};

static JA: Labels = Labels {
    skip: "指摘の一覧へ移動",
    noscript: "指摘の一覧にはこのページに含まれる JavaScript が必要です。使えない場合は tfmend lint --format markdown をお使いください",
    summary: "概要",
    services: "サービス別の不合格",
    show_framework: "該当する指摘を表示",
    findings: "指摘",
    search: "検索",
    search_hint: "検索: コントロール、アドレス、ファイル、メッセージ",
    more: "さらに表示",
    keys: "<kbd>/</kbd> 検索 · <kbd>j</kbd> <kbd>k</kbd> 次・前 · <kbd>Enter</kbd> 開閉 · <kbd>Esc</kbd> 解除",
    shown: "{all} 件中 {n} 件",
    nothing: "該当する指摘はありません。",
    clear: "解除",
    all: "すべて",
    severity: "重要度",
    status: "状態",
    service: "サービス",
    framework: "フレームワーク",
    fix: "修正",
    change: "変化",
    no_fix: "修正なし",
    graph: "このリソースの周辺",
    referred: "参照元",
    refers: "参照先",
    alone: "参照関係はありません。",
    copy: "コピー",
    copied: "コピーしました",
    decided_by: "値を決めている場所",
};
