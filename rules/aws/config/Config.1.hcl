control "Config.1" {
  slug     = "config-recorder-enabled"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Inventory"]
  title = {
    en = "AWS Config records all resources in every Region in use"
    ja = "利用しているリージョンで AWS Config がすべてのリソースを記録している"
  }
  why = {
    en = "AWS Config keeps the history of every resource's settings. Without it nobody can tell what changed before an incident, and most Security Hub controls cannot be evaluated."
    ja = "AWS Config は、リソースの設定の履歴を残します。記録がないと、インシデントの前に何が変わったかを追えず、Security Hub の多くのコントロールも評価されません。"
  }
  decides = "checked"
  notes = {
    en = "A Region has one recorder at most, so any status of the Region is the recorder's. Global resources such as IAM have to be recorded by one recorder of the configuration; the recorders of other Regions may leave them out."
    ja = "レコーダーは 1 リージョンに 1 つまでのため、同じリージョンのステータスをそのレコーダーのものとみなします。IAM などのグローバルリソースは、構成内のいずれかのレコーダーで記録していれば合格とします。"
  }
  frameworks = {
    "aws-fsbp"       = ["Config.1"]
    "pci-dss-3.2.1"  = ["10.5.2", "11.5"]
    "cis-aws-1.2"    = ["2.5"]
    "cis-aws-1.4"    = ["3.5"]
    "nist-800-53-r5" = ["CM-3", "CM-6(1)", "CM-8", "CM-8(2)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.3"]
    "cis-aws-5.0"                   = ["3.3"]
    "aws-well-architected-security" = ["SEC04-BP02"]
    "iso-27001-2022"                = ["A.5.16", "A.5.22"]
    "soc2"                          = ["cc_2_1", "cc_3_1", "cc_3_4", "cc_8_1", "pi_1_3"]
    "nist-csf-2.0"                  = ["ov_3", "po_3", "po_4", "pt_1", "rm_1"]
  }

  check "account" {
    per = "region"
    # One that does not do is judged itself.
    filter = !exists(local.recorders) || possible(local.satisfied)
    locals {
      recorders = in_scope("aws_config_configuration_recorder")
      satisfied = any([for recorder in local.recorders : all([
        default(one(recorder.recording_group[*].all_supported), true),
        any([for other in resources("aws_config_configuration_recorder") : default(one(other.recording_group[*].include_global_resource_types), false)]),
        any([for status in in_scope("aws_config_configuration_recorder_status") : status.is_enabled]),
      ])])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "AWS Config is not switched on in ${default(meta.region, "this Region")}"
        ja = "${default(meta.region, "このリージョン")} で AWS Config が有効になっていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "record all resources and deliver to a bucket"
        ja = "すべてのリソースを記録し、バケットに配信する"
      }
      warning = {
        en = "Recorded changes are charged. The bucket's policy must let config.amazonaws.com write."
        ja = "記録した変更の件数に応じて料金がかかります。バケットポリシーで config.amazonaws.com からの書き込みを許可してください。"
      }
      input "config_role_arn" {
        description = {
          en = "ARN of the role that AWS Config uses, best its service-linked role"
          ja = "AWS Config が使うロールの ARN (サービスリンクロールを推奨)"
        }
      }
      input "config_bucket_name" {
        description = {
          en = "Name of the bucket that takes the history"
          ja = "履歴を受け取るバケットの名前"
        }
      }
      resource "aws_config_configuration_recorder" "this" {
        role_arn = var.config_role_arn
        recording_group {
          all_supported                 = true
          include_global_resource_types = true
        }
      }
      resource "aws_config_delivery_channel" "this" {
        s3_bucket_name = var.config_bucket_name
        depends_on     = [aws_config_configuration_recorder.this]
      }
      resource "aws_config_configuration_recorder_status" "this" {
        name       = aws_config_configuration_recorder.this.name
        is_enabled = true
        depends_on = [aws_config_delivery_channel.this]
      }
    }
  }

  check "aws_config_configuration_recorder" {
    enforce {
      condition = default(one(attrs.recording_group[*].all_supported), true)
      at        = "recording_group.all_supported"
      error_message = {
        en = "the recorder leaves out kinds of resources"
        ja = "記録されないリソースタイプがある"
      }
    }
    enforce {
      condition = any([for recorder in resources("aws_config_configuration_recorder") : default(one(recorder.recording_group[*].include_global_resource_types), false)])
      at        = "recording_group.include_global_resource_types"
      error_message = {
        en = "no recorder records global resources such as IAM"
        ja = "IAM などのグローバルリソースが記録されない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "record all resources, global ones too"
        ja = "グローバルリソースを含むすべてのリソースを記録する"
      }
      warning = {
        en = "Recorded changes are charged. Recording global resources in one Region is enough."
        ja = "記録した変更の件数に応じて料金がかかります。グローバルリソースの記録は 1 つのリージョンで十分です。"
      }
      set = {
        "recording_group.all_supported"                 = true
        "recording_group.include_global_resource_types" = true
      }
      remove = ["recording_group.resource_types", "recording_group.exclusion_by_resource_types", "recording_group.recording_strategy"]
    }
  }

  check "aws_config_configuration_recorder" {
    locals {
      status = in_scope("aws_config_configuration_recorder_status")
    }
    enforce {
      condition = any([for status in local.status : status.is_enabled])
      error_message = {
        en = "the recorder is not started"
        ja = "レコーダーが開始されていない"
      }
    }
    fix {
      when   = exists(local.status)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "start the recorder"
        ja = "レコーダーを開始する"
      }
      warning = {
        en = "Recorded changes are charged."
        ja = "記録した変更の件数に応じて料金がかかります。"
      }
      on  = local.status[0]
      set = { is_enabled = true }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "deliver to a bucket and start the recorder"
        ja = "バケットに配信し、レコーダーを開始する"
      }
      warning = {
        en = "Recorded changes are charged. The bucket's policy must let config.amazonaws.com write. Where a delivery channel exists already, add the status alone."
        ja = "記録した変更の件数に応じて料金がかかります。バケットポリシーで config.amazonaws.com からの書き込みを許可してください。配信チャネルがすでにある場合は、ステータスだけを追加してください。"
      }
      input "config_bucket_name" {
        description = {
          en = "Name of the bucket that takes the history"
          ja = "履歴を受け取るバケットの名前"
        }
      }
      resource "aws_config_delivery_channel" {
        s3_bucket_name = var.config_bucket_name
      }
      resource "aws_config_configuration_recorder_status" {
        name       = self.name
        is_enabled = true
      }
    }
  }

  check "aws_config_configuration_recorder" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away the recorder in ${default(meta.region, "this Region")}"
        ja = "このプランで ${default(meta.region, "このリージョン")} の設定レコーダーが削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  check "aws_config_configuration_recorder_status" {
    operations = ["delete"]
    filter     = !account_judged() && default(prior_attrs.is_enabled, false) && !manages(prior_attrs.name, "aws_config_configuration_recorder")
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan stops the recorder ${prior_attrs.name}"
        ja = "このプランで設定レコーダー ${prior_attrs.name} が停止する"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the AWS Config console in the Region and choose Settings.", "Edit, and record all resource types, global ones included.", "Choose a role and a bucket, save, and start recording."]
      ja = ["対象リージョンの AWS Config コンソールで「設定」を開く。", "「編集」で、グローバルリソースを含むすべてのリソースタイプを記録する。", "ロールとバケットを選んで保存し、記録を開始する。"]
    }
    cli = "aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=ROLE_ARN --recording-group allSupported=true,includeGlobalResourceTypes=true && aws configservice start-configuration-recorder --configuration-recorder-name default"
  }

  example "fail" "no recorder" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no recorder" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    variable "config_role_arn" {
      type    = string
      default = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    }

    variable "config_bucket_name" {
      type    = string
      default = "example-config"
    }

    resource "aws_config_configuration_recorder" "this" {
      role_arn = var.config_role_arn
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = var.config_bucket_name
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "fail" "some kinds of resources only" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported  = false
        resource_types = ["AWS::EC2::Instance"]
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = "example-config"
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "fixed" "some kinds of resources only" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = "example-config"
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "fail" "global resources left out" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = "example-config"
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "fail" "stopped" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = false
    }
  }

  example "fixed" "stopped" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
    }
  }

  example "fail" "never started" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }
  }

  example "fixed" "never started" {
    variable "config_bucket_name" {
      type    = string
      default = "example-config"
    }

    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = var.config_bucket_name
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
    }
  }

  example "fail" "some kinds of resources only, beside global ones" {
    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = false
        include_global_resource_types = true
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = "example-config"
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "pass" "everything" {
    account = true

    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = "example-config"
      depends_on     = [aws_config_configuration_recorder.this]
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = true
      depends_on = [aws_config_delivery_channel.this]
    }
  }

  example "pass" "joined by name, all supported by default" {
    account = true

    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        include_global_resource_types = true
      }
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = "default"
      is_enabled = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "record" {
      input = true
    }

    resource "aws_config_configuration_recorder" "this" {
      name     = "default"
      role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }

    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = tobool(terraform_data.record.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_config_configuration_recorder" "this" {
        name     = "default"
        role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        recording_group {
          all_supported                 = true
          include_global_resource_types = true
        }
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_config_configuration_recorder" "this" {
        name     = "default"
        role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        recording_group {
          all_supported                 = true
          include_global_resource_types = true
        }
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fail" "a recorder of another configuration is stopped" {
    prior {
      resource "aws_config_configuration_recorder_status" "this" {
        name       = "default"
        is_enabled = true
      }
    }
  }

  example "pass" "a recorder that did not run" {
    prior {
      resource "aws_config_configuration_recorder_status" "this" {
        name       = "default"
        is_enabled = false
      }
    }
  }

  example "fail" "taken away and stopped, which is one thing" {
    expect = { "aws_config_configuration_recorder.this" = "fail" }
    prior {
      resource "aws_config_configuration_recorder" "this" {
        name     = "default"
        role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        recording_group {
          all_supported                 = true
          include_global_resource_types = true
        }
      }

      resource "aws_config_configuration_recorder_status" "this" {
        name       = aws_config_configuration_recorder.this.name
        is_enabled = true
      }
    }
  }
}
