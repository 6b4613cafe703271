framework "nist-800-53-r5" {
  title = {
    en = "NIST SP 800-53 Revision 5"
    ja = "NIST SP 800-53 Revision 5"
  }

  requirement "AC-2" {
    title = {
      en = "Accounts are managed"
      ja = "アカウントを管理する"
    }
  }

  requirement "AC-2(1)" {
    title = {
      en = "Account management is automated"
      ja = "アカウント管理を自動化する"
    }
  }

  requirement "AC-2(3)" {
    title = {
      en = "Unneeded accounts are disabled"
      ja = "不要なアカウントを無効にする"
    }
  }

  requirement "AC-2(4)" {
    title = {
      en = "Account changes are audited automatically"
      ja = "アカウントの変更を自動で監査する"
    }
  }

  requirement "AC-2(12)" {
    title = {
      en = "Unusual use of accounts is watched"
      ja = "アカウントの異常な利用を監視する"
    }
  }

  requirement "AC-3" {
    title = {
      en = "Access decisions are enforced"
      ja = "アクセス制御を強制する"
    }
  }

  requirement "AC-3(7)" {
    title = {
      en = "Access follows roles"
      ja = "ロールに基づいてアクセスを制御する"
    }
  }

  requirement "AC-3(15)" {
    title = {
      en = "Discretionary and mandatory access control together"
      ja = "任意と強制のアクセス制御を併用する"
    }
  }

  requirement "AC-4" {
    title = {
      en = "Information flows are controlled"
      ja = "情報の流れを制御する"
    }
  }

  requirement "AC-4(21)" {
    title = {
      en = "Information flows are kept apart"
      ja = "情報の流れを分離する"
    }
  }

  requirement "AC-4(26)" {
    title = {
      en = "Filter actions are recorded"
      ja = "フィルターの動作を記録する"
    }
  }

  requirement "AC-5" {
    title = {
      en = "Duties are separated"
      ja = "職務を分離する"
    }
  }

  requirement "AC-6" {
    title = {
      en = "Privileges are the least possible"
      ja = "最小権限とする"
    }
  }

  requirement "AC-6(2)" {
    title = {
      en = "Plain work uses plain accounts"
      ja = "通常業務には特権のないアカウントを使う"
    }
  }

  requirement "AC-6(3)" {
    title = {
      en = "Privileged commands over the network are limited"
      ja = "ネットワーク経由の特権操作を制限する"
    }
  }

  requirement "AC-6(9)" {
    title = {
      en = "Use of privileges is logged"
      ja = "特権の使用を記録する"
    }
  }

  requirement "AC-6(10)" {
    title = {
      en = "Plain users cannot run privileged functions"
      ja = "一般利用者に特権機能を使わせない"
    }
  }

  requirement "AC-17(2)" {
    title = {
      en = "Remote access is encrypted"
      ja = "リモートアクセスを暗号化する"
    }
  }

  requirement "AC-21" {
    title = {
      en = "Sharing of information is decided deliberately"
      ja = "情報の共有を適切に判断する"
    }
  }

  requirement "AU-2" {
    title = {
      en = "It is defined which events are logged"
      ja = "記録するイベントを定める"
    }
  }

  requirement "AU-3" {
    title = {
      en = "Records hold what an investigation needs"
      ja = "記録に必要な内容を含める"
    }
  }

  requirement "AU-6(1)" {
    title = {
      en = "Review of records is automated"
      ja = "記録の確認を自動化する"
    }
  }

  requirement "AU-6(3)" {
    title = {
      en = "Records of several places are correlated"
      ja = "複数の記録を関連付ける"
    }
  }

  requirement "AU-6(4)" {
    title = {
      en = "Records are reviewed in one place"
      ja = "記録を一元的に確認する"
    }
  }

  requirement "AU-6(5)" {
    title = {
      en = "Records are analysed with other monitoring data"
      ja = "記録を他の監視情報と合わせて分析する"
    }
  }

  requirement "AU-7(1)" {
    title = {
      en = "Records can be searched automatically"
      ja = "記録を自動で処理、検索できる"
    }
  }

  requirement "AU-9" {
    title = {
      en = "Records are protected"
      ja = "記録を保護する"
    }
  }

  requirement "AU-9(2)" {
    title = {
      en = "Records are kept on another system"
      ja = "記録を別のシステムに保管する"
    }
  }

  requirement "AU-9(7)" {
    title = {
      en = "Records are kept on another kind of system"
      ja = "記録を異なる構成要素に保管する"
    }
  }

  requirement "AU-10" {
    title = {
      en = "Actions cannot be denied later"
      ja = "操作の否認を防ぐ"
    }
  }

  requirement "AU-11" {
    title = {
      en = "Records are kept long enough"
      ja = "記録を必要な期間保持する"
    }
  }

  requirement "AU-12" {
    title = {
      en = "Systems produce records"
      ja = "システムが記録を生成する"
    }
  }

  requirement "AU-14(1)" {
    title = {
      en = "Session recording starts with the system"
      ja = "システム起動時から記録を始める"
    }
  }

  requirement "CA-7" {
    title = {
      en = "Security is monitored continuously"
      ja = "継続的に監視する"
    }
  }

  requirement "CA-9(1)" {
    title = {
      en = "Internal connections are checked for compliance"
      ja = "内部接続の準拠状況を確認する"
    }
  }

  requirement "CM-2" {
    title = {
      en = "A baseline configuration exists"
      ja = "構成のベースラインを定める"
    }
  }

  requirement "CM-2(2)" {
    title = {
      en = "The baseline is kept current by automation"
      ja = "ベースラインを自動で最新に保つ"
    }
  }

  requirement "CM-3" {
    title = {
      en = "Changes are controlled"
      ja = "構成変更を管理する"
    }
  }

  requirement "CM-3(6)" {
    title = {
      en = "Cryptography is under change control"
      ja = "暗号の仕組みを変更管理の対象とする"
    }
  }

  requirement "CM-6(1)" {
    title = {
      en = "Settings are managed and checked by automation"
      ja = "設定を自動で管理、検証する"
    }
  }

  requirement "CM-7" {
    title = {
      en = "Only needed functions are on"
      ja = "必要な機能だけを有効にする"
    }
  }

  requirement "CM-8" {
    title = {
      en = "Components are inventoried"
      ja = "構成要素の台帳を持つ"
    }
  }

  requirement "CM-8(1)" {
    title = {
      en = "The inventory follows installation and removal"
      ja = "導入と廃止を台帳に反映する"
    }
  }

  requirement "CM-8(2)" {
    title = {
      en = "The inventory is kept by automation"
      ja = "台帳を自動で維持する"
    }
  }

  requirement "CM-8(3)" {
    title = {
      en = "Unknown components are detected"
      ja = "未承認の構成要素を検知する"
    }
  }

  requirement "CP-2(2)" {
    title = {
      en = "Capacity for emergencies is planned"
      ja = "非常時の容量を計画する"
    }
  }

  requirement "CP-6" {
    title = {
      en = "An alternate storage site exists"
      ja = "代替の保管場所を持つ"
    }
  }

  requirement "CP-6(1)" {
    title = {
      en = "The alternate site is far enough away"
      ja = "代替の保管場所を離して置く"
    }
  }

  requirement "CP-6(2)" {
    title = {
      en = "The alternate site meets recovery objectives"
      ja = "代替の保管場所が復旧目標を満たす"
    }
  }

  requirement "CP-9" {
    title = {
      en = "Systems are backed up"
      ja = "バックアップを取得する"
    }
  }

  requirement "CP-10" {
    title = {
      en = "Systems can be recovered"
      ja = "システムを復旧できる"
    }
  }

  requirement "IA-2(1)" {
    title = {
      en = "Privileged accounts need several factors"
      ja = "特権アカウントに多要素認証を求める"
    }
  }

  requirement "IA-2(2)" {
    title = {
      en = "Other accounts need several factors"
      ja = "一般アカウントに多要素認証を求める"
    }
  }

  requirement "IA-2(6)" {
    title = {
      en = "One factor is a separate device"
      ja = "要素の 1 つを別のデバイスとする"
    }
  }

  requirement "IA-2(8)" {
    title = {
      en = "Sign-in resists replay"
      ja = "認証を再送攻撃から守る"
    }
  }

  requirement "IA-5(1)" {
    title = {
      en = "Passwords are strong"
      ja = "パスワードを強くする"
    }
  }

  requirement "IA-5(7)" {
    title = {
      en = "No credentials stand in plain text"
      ja = "認証情報を平文で埋め込まない"
    }
  }

  requirement "IR-4(1)" {
    title = {
      en = "Incident handling is automated"
      ja = "インシデント対応を自動化する"
    }
  }

  requirement "IR-4(5)" {
    title = {
      en = "Systems can be shut off automatically"
      ja = "検知時に自動で停止できる"
    }
  }

  requirement "RA-3(4)" {
    title = {
      en = "Risks are predicted by analysis"
      ja = "分析によりリスクを予測する"
    }
  }

  requirement "RA-5" {
    title = {
      en = "Vulnerabilities are scanned"
      ja = "脆弱性を検査する"
    }
  }

  requirement "SA-3" {
    title = {
      en = "Security is part of the development life cycle"
      ja = "開発ライフサイクルにセキュリティを組み込む"
    }
  }

  requirement "SA-8(19)" {
    title = {
      en = "Protection is continuous"
      ja = "継続的に保護する"
    }
  }

  requirement "SA-8(21)" {
    title = {
      en = "Systems can analyse themselves"
      ja = "自己分析の仕組みを持つ"
    }
  }

  requirement "SA-8(22)" {
    title = {
      en = "Actions can be traced to somebody"
      ja = "操作を追跡できる"
    }
  }

  requirement "SA-8(25)" {
    title = {
      en = "Protection is worth its cost"
      ja = "費用に見合う保護とする"
    }
  }

  requirement "SA-11(1)" {
    title = {
      en = "Code is analysed statically"
      ja = "コードを静的に解析する"
    }
  }

  requirement "SA-11(6)" {
    title = {
      en = "The attack surface is reviewed"
      ja = "攻撃対象領域を確認する"
    }
  }

  requirement "SA-15(2)" {
    title = {
      en = "Work on security is tracked with tools"
      ja = "セキュリティの作業をツールで追跡する"
    }
  }

  requirement "SA-15(8)" {
    title = {
      en = "Knowledge of threats is used again"
      ja = "脅威と脆弱性の情報を再利用する"
    }
  }

  requirement "SC-5" {
    title = {
      en = "Denial of service is contained"
      ja = "サービス拒否から守る"
    }
  }

  requirement "SC-5(1)" {
    title = {
      en = "Own systems cannot attack others"
      ja = "自システムからの攻撃を制限する"
    }
  }

  requirement "SC-5(2)" {
    title = {
      en = "Spare capacity absorbs floods"
      ja = "余力を持たせて過負荷に耐える"
    }
  }

  requirement "SC-5(3)" {
    title = {
      en = "Denial of service is detected"
      ja = "サービス拒否を監視する"
    }
  }

  requirement "SC-7" {
    title = {
      en = "Boundaries are protected"
      ja = "境界を防御する"
    }
  }

  requirement "SC-7(3)" {
    title = {
      en = "There are few entry points"
      ja = "外部との接続点を絞る"
    }
  }

  requirement "SC-7(4)" {
    title = {
      en = "External connections are managed"
      ja = "外部との通信サービスを管理する"
    }
  }

  requirement "SC-7(5)" {
    title = {
      en = "Traffic is denied unless allowed"
      ja = "既定で拒否し、例外で許可する"
    }
  }

  requirement "SC-7(9)" {
    title = {
      en = "Harmful outbound traffic is held back"
      ja = "外部への有害な通信を抑える"
    }
  }

  requirement "SC-7(10)" {
    title = {
      en = "Data cannot leak out"
      ja = "データの持ち出しを防ぐ"
    }
  }

  requirement "SC-7(11)" {
    title = {
      en = "Inbound traffic is limited"
      ja = "受信する通信を制限する"
    }
  }

  requirement "SC-7(16)" {
    title = {
      en = "Components are hidden from discovery"
      ja = "構成要素を外部から見えなくする"
    }
  }

  requirement "SC-7(20)" {
    title = {
      en = "Components can be isolated on demand"
      ja = "必要に応じて隔離できる"
    }
  }

  requirement "SC-7(21)" {
    title = {
      en = "Components are isolated"
      ja = "構成要素を分離する"
    }
  }

  requirement "SC-8" {
    title = {
      en = "Transmitted data is protected"
      ja = "転送中のデータを保護する"
    }
  }

  requirement "SC-8(1)" {
    title = {
      en = "Transmitted data is encrypted"
      ja = "転送中のデータを暗号化する"
    }
  }

  requirement "SC-8(2)" {
    title = {
      en = "Data is protected before and after transmission"
      ja = "転送の前後でもデータを保護する"
    }
  }

  requirement "SC-12" {
    title = {
      en = "Keys are managed"
      ja = "鍵を管理する"
    }
  }

  requirement "SC-12(2)" {
    title = {
      en = "Symmetric keys are managed"
      ja = "対称鍵を管理する"
    }
  }

  requirement "SC-12(3)" {
    title = {
      en = "Asymmetric keys are managed"
      ja = "非対称鍵を管理する"
    }
  }

  requirement "SC-13" {
    title = {
      en = "Sound cryptography is used"
      ja = "適切な暗号を使う"
    }
  }

  requirement "SC-23" {
    title = {
      en = "Sessions are authentic"
      ja = "セッションの真正性を守る"
    }
  }

  requirement "SC-23(3)" {
    title = {
      en = "Session ids cannot be guessed"
      ja = "推測できないセッション ID を使う"
    }
  }

  requirement "SC-23(5)" {
    title = {
      en = "Only accepted certificate authorities count"
      ja = "認めた認証局だけを使う"
    }
  }

  requirement "SC-28" {
    title = {
      en = "Stored data is protected"
      ja = "保存データを保護する"
    }
  }

  requirement "SC-28(1)" {
    title = {
      en = "Stored data is encrypted"
      ja = "保存データを暗号化する"
    }
  }

  requirement "SC-28(3)" {
    title = {
      en = "Keys are protected in storage"
      ja = "鍵を保護して保管する"
    }
  }

  requirement "SC-36" {
    title = {
      en = "Processing and storage are distributed"
      ja = "処理と保管を分散する"
    }
  }

  requirement "SC-36(2)" {
    title = {
      en = "Copies are kept in step"
      ja = "複製を同期する"
    }
  }

  requirement "SI-2" {
    title = {
      en = "Flaws are mended"
      ja = "欠陥を修正する"
    }
  }

  requirement "SI-2(2)" {
    title = {
      en = "The state of patches is known automatically"
      ja = "修正の適用状況を自動で把握する"
    }
  }

  requirement "SI-2(3)" {
    title = {
      en = "Mending has deadlines"
      ja = "修正の期限を定める"
    }
  }

  requirement "SI-2(4)" {
    title = {
      en = "Patches are managed with tools"
      ja = "パッチ管理を自動化する"
    }
  }

  requirement "SI-2(5)" {
    title = {
      en = "Updates are installed automatically"
      ja = "更新を自動で適用する"
    }
  }

  requirement "SI-3(8)" {
    title = {
      en = "Unauthorised commands are detected"
      ja = "不正なコマンドを検知する"
    }
  }

  requirement "SI-4" {
    title = {
      en = "Systems are monitored"
      ja = "システムを監視する"
    }
  }

  requirement "SI-4(1)" {
    title = {
      en = "Intrusion detection covers the whole system"
      ja = "侵入検知をシステム全体に広げる"
    }
  }

  requirement "SI-4(2)" {
    title = {
      en = "Monitoring is automated"
      ja = "監視を自動化する"
    }
  }

  requirement "SI-4(4)" {
    title = {
      en = "Inbound and outbound traffic is watched"
      ja = "送受信の通信を監視する"
    }
  }

  requirement "SI-4(5)" {
    title = {
      en = "Signs of compromise raise alerts"
      ja = "侵害の兆候を通知する"
    }
  }

  requirement "SI-4(12)" {
    title = {
      en = "Alerts are sent automatically"
      ja = "通知を自動化する"
    }
  }

  requirement "SI-4(13)" {
    title = {
      en = "Patterns of traffic and events are analysed"
      ja = "通信とイベントの傾向を分析する"
    }
  }

  requirement "SI-4(20)" {
    title = {
      en = "Privileged users are watched"
      ja = "特権利用者を監視する"
    }
  }

  requirement "SI-4(22)" {
    title = {
      en = "Unapproved network services are detected"
      ja = "未承認のネットワークサービスを検知する"
    }
  }

  requirement "SI-4(25)" {
    title = {
      en = "Monitoring covers traffic efficiently"
      ja = "通信の分析を効率化する"
    }
  }

  requirement "SI-7(1)" {
    title = {
      en = "Integrity is checked"
      ja = "完全性を検査する"
    }
  }

  requirement "SI-7(3)" {
    title = {
      en = "Integrity checks are managed centrally"
      ja = "完全性の検査を一元管理する"
    }
  }

  requirement "SI-7(6)" {
    title = {
      en = "Cryptography protects integrity"
      ja = "暗号で完全性を守る"
    }
  }

  requirement "SI-7(7)" {
    title = {
      en = "Detection leads into response"
      ja = "検知を対応につなげる"
    }
  }

  requirement "SI-7(8)" {
    title = {
      en = "Important events can be audited"
      ja = "重要なイベントを監査できる"
    }
  }

  requirement "SI-12" {
    title = {
      en = "Information is kept and disposed of by rule"
      ja = "情報を規則に従って保持、廃棄する"
    }
  }

  requirement "SI-13(5)" {
    title = {
      en = "A standby takes over"
      ja = "待機系に切り替えられる"
    }
  }

  requirement "SI-20" {
    title = {
      en = "Misused data can be traced"
      ja = "データの持ち出しを追跡できる"
    }
  }
}
