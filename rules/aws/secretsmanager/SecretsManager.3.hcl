control "SecretsManager.3" {
  slug     = "secretsmanager-unused-secrets"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Secrets that nobody reads are removed"
    ja = "使われていないシークレットを削除している"
  }
  why = {
    en = "A secret that nothing reads still opens a door. It is not rotated with care, former users may still know it, and it costs money."
    ja = "誰も読まないシークレットでも、それで入れる先は残っています。管理が行き届かず、以前の利用者が知っている可能性もあり、費用もかかります。"
  }
  decides = "not-decidable"
  limits = {
    en = "When a secret was last read is a runtime fact that neither the provider nor a state file holds. The nearest that code can do: declare each secret beside what reads it, so that both go together, and check LastAccessedDate in Secrets Manager for those that nothing in the configuration refers to."
    ja = "最後に読まれた日は実行時の情報で、プロバイダーにもステートにもありません。コードでできる最も近い対策は、シークレットを利用側のリソースと一緒に宣言して同時に消えるようにし、どこからも参照されていないものは Secrets Manager の LastAccessedDate を確認することです。"
  }
  config_rule = "secretsmanager-secret-unused"
  frameworks = {
    "aws-fsbp"       = ["SecretsManager.3"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)"]
  }

  parameter "unusedForDays" {
    default = 90
    description = {
      en = "Days after which a secret that was not read counts as unused"
      ja = "未使用とみなすまでの日数"
    }
  }

  remediation {
    console = {
      en = ["Open the Secrets Manager console and show the column Last retrieved.", "See which secrets were not retrieved for 90 days and ask their owners.", "Delete what is not needed, with a recovery window."]
      ja = ["Secrets Manager コンソールで「最後に取得した日」の列を表示する。", "90 日間取得されていないシークレットを洗い出し、所有者に確認する。", "不要なものは、復旧期間を設けて削除する。"]
    }
    cli = "aws secretsmanager list-secrets --query \"SecretList[].[Name,LastAccessedDate]\" --output table"
  }
}
