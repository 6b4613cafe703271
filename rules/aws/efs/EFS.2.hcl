control "EFS.2" {
  slug     = "efs-file-system-in-backup-plan"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "Backup"]
  title = {
    en = "EFS file systems are in a backup plan"
    ja = "EFS ファイルシステムがバックアッププランに含まれている"
  }
  why = {
    en = "EFS keeps no versions of files: what is deleted, overwritten or encrypted by an attacker can only come back from a backup."
    ja = "EFS にはファイルのバージョン管理がないため、削除や上書き、ランサムウェアによる暗号化から元に戻すにはバックアップが必要です。"
  }
  decides = "checked"
  notes = {
    en = "Automatic backups and selections of AWS Backup count: by ARN, by wildcard and by tag. Plans of other configurations are not seen, nor tags that the provider adds by default."
    ja = "EFS の自動バックアップと、AWS Backup のリソース割り当て (ARN、ワイルドカード、タグ) を考慮します。別の構成で管理しているプランと、プロバイダーの default_tags で付くタグは考慮できません。"
  }
  config_rule = "efs-in-backup-plan"
  frameworks = {
    "aws-fsbp"       = ["EFS.2"]
    "nist-800-53-r5" = ["CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["10.3.3"]
    "soc2"         = ["cc_7_4", "cc_a_1_1"]
    "nist-csf-2.0" = ["ip_4", "rc_rp_1"]
  }

  check "aws_efs_file_system" {
    locals {
      policies  = companions("aws_efs_backup_policy", "file_system_id")
      automatic = exists(local.policies) ? any([for policy in local.policies : one(policy.backup_policy[*].status) == "ENABLED"]) : is_set(attrs.availability_zone_name)
      tags      = merge(default(attrs.tags_all, {}), default(attrs.tags, {}))
      named     = [for selection in companions("aws_backup_selection", "resources") : address(selection)]
      left_out  = [for selection in companions("aws_backup_selection", "not_resources") : address(selection)]
      # What follows is the same for every file system, so that it is looked for once: what selects by wildcard alone, and what hangs on tags.
      selections = in_scope("aws_backup_selection")
      broad = any([for selection in local.selections : all([
        any([for pattern in default(selection.resources, []) : all([!is_identifier(pattern), can(regex("^(\\*|arn:[a-z*-]+:elasticfilesystem:[^:]*:[^:]*:(file-system/)?\\*)$", pattern))])]),
        !any([for pattern in default(selection.not_resources, []) : all([!is_identifier(pattern), can(regex("^(\\*|arn:[a-z*-]+:elasticfilesystem:[^:]*:[^:]*:(file-system/)?\\*)$", pattern))])]),
        length(default(selection.selection_tag, [])) == 0,
        length(default(selection.condition, [])) == 0,
      ])])
      dependent = [for selection in local.selections : selection if possible(any([is_set(selection.selection_tag), is_set(selection.condition)]))]
      # Only where something may leave this file system out, every selection is looked at.
      excluded = possible(exists(companions("aws_backup_selection", "not_resources")))
      certain  = [for selection in companions("aws_backup_selection", "resources") : selection if !possible(address(selection) == null)]
      judged   = { all = local.selections, some = concat(local.certain, local.dependent) }[local.excluded ? "all" : "some"]
      wide     = { all = [], some = [local.broad] }[local.excluded ? "all" : "some"]
      selected = any(concat(local.wide, [for selection in local.judged : all([
        any([
          contains(local.named, address(selection)),
          any([for pattern in default(selection.resources, []) : all([!is_identifier(pattern), can(regex("^(\\*|arn:[a-z*-]+:elasticfilesystem:[^:]*:[^:]*:(file-system/)?\\*)$", pattern))])]),
          any([for tag in default(selection.selection_tag, []) : lookup(local.tags, tag.key, "") == tag.value]),
        ]),
        !contains(local.left_out, address(selection)),
        !any([for pattern in default(selection.not_resources, []) : all([!is_identifier(pattern), can(regex("^(\\*|arn:[a-z*-]+:elasticfilesystem:[^:]*:[^:]*:(file-system/)?\\*)$", pattern))])]),
        all(flatten([for condition in default(selection.condition, []) : concat(
          [for test in default(condition.string_equals, []) : lookup(local.tags, trimprefix(test.key, "aws:ResourceTag/"), "") == test.value],
          [for test in default(condition.string_not_equals, []) : lookup(local.tags, trimprefix(test.key, "aws:ResourceTag/"), "") != test.value],
          [for test in default(condition.string_like, []) : iam_match(test.value, lookup(local.tags, trimprefix(test.key, "aws:ResourceTag/"), ""))],
          [for test in default(condition.string_not_like, []) : !iam_match(test.value, lookup(local.tags, trimprefix(test.key, "aws:ResourceTag/"), ""))],
        )])),
      ])]))
    }
    enforce {
      condition = local.automatic || local.selected
      error_message = {
        en = "no backup plan covers the file system"
        ja = "ファイルシステムがどのバックアッププランにも含まれていない"
      }
    }
    fix {
      when   = exists(local.policies)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch automatic backups on"
        ja = "自動バックアップを有効にする"
      }
      warning = {
        en = "Backups are charged by their size."
        ja = "バックアップの容量に応じて料金がかかります。"
      }
      on  = local.policies[0]
      set = { "backup_policy.status" = "ENABLED" }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "switch automatic backups on"
        ja = "自動バックアップを有効にする"
      }
      warning = {
        en = "Backups are charged by their size."
        ja = "バックアップの容量に応じて料金がかかります。"
      }
      resource "aws_efs_backup_policy" {
        file_system_id = self.id
        backup_policy {
          status = "ENABLED"
        }
      }
    }
  }

  check "aws_efs_backup_policy" {
    operations = ["delete", "replace"]
    filter     = one(prior_attrs.backup_policy[*].status) == "ENABLED" && !manages(prior_attrs.file_system_id, "aws_efs_file_system")
    enforce {
      condition = any([for policy in holders("aws_efs_backup_policy", "file_system_id", prior_attrs.file_system_id) : one(policy.backup_policy[*].status) == "ENABLED"])
      error_message = {
        en = "the plan takes automatic backups from ${prior_attrs.file_system_id}"
        ja = "このプランで ${prior_attrs.file_system_id} の自動バックアップの設定が削除される"
      }
    }
    no_fix = {
      en = "if the file system is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ファイルシステムを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the file system in the EFS console and choose Edit.", "Tick Enable automatic backups and save, or assign it to a plan in AWS Backup."]
      ja = ["EFS コンソールでファイルシステムを開き、「編集」を選ぶ。", "「自動バックアップを有効化」にチェックを入れて保存する。または AWS Backup でプランに割り当てる。"]
    }
    cli = "aws efs put-backup-policy --file-system-id FILE_SYSTEM_ID --backup-policy Status=ENABLED"
  }

  example "fail" "no backups" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }
  }

  example "fixed" "no backups" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "ENABLED"
      }
    }
  }

  example "fail" "automatic backups switched off" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "DISABLED"
      }
    }
  }

  example "fixed" "automatic backups switched off" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "ENABLED"
      }
    }
  }

  example "fail" "a One Zone file system whose backups are switched off" {
    resource "aws_efs_file_system" "data" {
      creation_token         = "data"
      availability_zone_name = "us-east-1a"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "DISABLED"
      }
    }
  }

  example "fail" "a selection by another tag" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Backup = "weekly"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      selection_tag {
        type  = "STRINGEQUALS"
        key   = "Backup"
        value = "daily"
      }
    }
  }

  example "fail" "a selection of databases" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["arn:aws:rds:*:*:db:*"]
    }
  }

  example "fail" "left out of the selection" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_backup_selection" "plan" {
      name          = "plan"
      plan_id       = "11111111-2222-3333-4444-555555555555"
      iam_role_arn  = "arn:aws:iam::111122223333:role/backup"
      resources     = ["*"]
      not_resources = ["arn:aws:elasticfilesystem:*:*:file-system/*"]
    }

    resource "aws_backup_selection" "rest" {
      name          = "rest"
      plan_id       = "11111111-2222-3333-4444-555555555555"
      iam_role_arn  = "arn:aws:iam::111122223333:role/backup"
      resources     = ["*"]
      not_resources = [aws_efs_file_system.data.arn]
    }
  }

  example "fail" "conditions that do not hold" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Stage = "test"
      }
    }

    resource "aws_backup_selection" "equals" {
      name         = "equals"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_equals {
          key   = "aws:ResourceTag/Stage"
          value = "production"
        }
      }
    }

    resource "aws_backup_selection" "like" {
      name         = "like"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_like {
          key   = "aws:ResourceTag/Stage"
          value = "prod*"
        }
      }
    }

    resource "aws_backup_selection" "not_equals" {
      name         = "not_equals"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_not_equals {
          key   = "aws:ResourceTag/Stage"
          value = "test"
        }
      }
    }

    resource "aws_backup_selection" "not_like" {
      name         = "not_like"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_not_like {
          key   = "aws:ResourceTag/Stage"
          value = "te*"
        }
      }
    }
  }

  example "fail" "a selection of other resources whose ARNs are not known yet" {
    expect = { "aws_efs_file_system.other" = "pass" }

    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_file_system" "other" {
      creation_token = "other"
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = [aws_efs_file_system.other.arn]
    }
  }

  example "pass" "automatic backups" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "ENABLED"
      }
    }
  }

  example "pass" "One Zone file systems are backed up by default" {
    resource "aws_efs_file_system" "data" {
      creation_token         = "data"
      availability_zone_name = "us-east-1a"
    }
  }

  example "pass" "named in a selection" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = [aws_efs_file_system.data.arn]
    }
  }

  example "pass" "named in a selection by an ARN that is put together" {
    expect = { "aws_efs_file_system.other" = "fail" }

    resource "terraform_data" "account" {
      input = "111122223333"
    }

    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_file_system" "other" {
      creation_token = "other"
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["arn:aws:elasticfilesystem:us-east-1:${terraform_data.account.output}:file-system/${aws_efs_file_system.data.id}"]
    }
  }

  example "pass" "named in a selection beside something else" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 8
      encrypted         = true
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = [aws_efs_file_system.data.arn, aws_ebs_volume.data.arn]
    }
  }

  example "pass" "all file systems selected" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["arn:aws:elasticfilesystem:*:*:file-system/*"]
    }
  }

  example "pass" "selected by tag" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Backup = "daily"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      selection_tag {
        type  = "STRINGEQUALS"
        key   = "Backup"
        value = "daily"
      }
    }
  }

  example "pass" "a condition that holds (string_equals)" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Stage = "production"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_equals {
          key   = "aws:ResourceTag/Stage"
          value = "production"
        }
      }
    }
  }

  example "pass" "a condition that holds (string_like)" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Stage = "production"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_like {
          key   = "aws:ResourceTag/Stage"
          value = "prod*"
        }
      }
    }
  }

  example "pass" "a condition that holds (string_not_equals)" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Stage = "production"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_not_equals {
          key   = "aws:ResourceTag/Stage"
          value = "test"
        }
      }
    }
  }

  example "pass" "a condition that holds (string_not_like)" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
      tags = {
        Stage = "production"
      }
    }

    resource "aws_backup_selection" "plan" {
      name         = "plan"
      plan_id      = "11111111-2222-3333-4444-555555555555"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["*"]
      condition {
        string_not_like {
          key   = "aws:ResourceTag/Stage"
          value = "te*"
        }
      }
    }
  }

  example "unknown" "the status is decided at apply" {
    resource "terraform_data" "later" {
      input = "ENABLED"
    }

    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }

    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = terraform_data.later.output
      }
    }
  }

  example "fail" "taken from a file system of another configuration" {
    prior {
      resource "aws_efs_backup_policy" "data" {
        file_system_id = "fs-0a1b2c3d4e5f60718"
        backup_policy {
          status = "ENABLED"
        }
      }
    }
  }

  example "pass" "taken away together with the file system" {
    prior {
      resource "aws_efs_file_system" "data" {
        creation_token = "data"
      }

      resource "aws_efs_backup_policy" "data" {
        file_system_id = aws_efs_file_system.data.id
        backup_policy {
          status = "ENABLED"
        }
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_efs_backup_policy" "old" {
        file_system_id = "fs-0a1b2c3d4e5f60718"
        backup_policy {
          status = "ENABLED"
        }
      }
    }

    resource "aws_efs_backup_policy" "new" {
      file_system_id = "fs-0a1b2c3d4e5f60718"
      backup_policy {
        status = "ENABLED"
      }
    }
  }

  example "fail" "another that protects less takes its place" {
    prior {
      resource "aws_efs_backup_policy" "old" {
        file_system_id = "fs-0a1b2c3d4e5f60718"
        backup_policy {
          status = "ENABLED"
        }
      }
    }

    resource "aws_efs_backup_policy" "new" {
      file_system_id = "fs-0a1b2c3d4e5f60718"
      backup_policy {
        status = "DISABLED"
      }
    }
  }

  example "pass" "backups were off already" {
    prior {
      resource "aws_efs_backup_policy" "data" {
        file_system_id = "fs-0a1b2c3d4e5f60718"
        backup_policy {
          status = "DISABLED"
        }
      }
    }
  }
}
