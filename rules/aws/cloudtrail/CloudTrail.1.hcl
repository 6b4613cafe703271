control "CloudTrail.1" {
  slug     = "cloudtrail-multi-region-trail"
  aliases  = []
  severity = "high"
  category = ["Identify", "Logging"]
  title = {
    en = "A multi-Region trail records all management events"
    ja = "マルチリージョンの証跡で読み取りと書き込みの管理イベントを記録している"
  }
  why = {
    en = "CloudTrail is the record of who did what in the account. A trail that covers one Region, or leaves out reads or writes, misses what an attacker does in the others, and an investigation ends there."
    ja = "CloudTrail は、アカウント内で誰が何をしたかを示す記録です。証跡が 1 リージョンだけだったり、読み取りや書き込みのイベントを除外していたりすると、その範囲外の操作は残らず、調査が行き詰まります。"
  }
  decides = "checked"
  notes = {
    en = "The trail must be logging. Advanced selectors count when one of them takes management events without narrowing them. An organization's trail that another configuration declares is not seen here: switch this control off for such accounts."
    ja = "証跡はログ記録中である必要があります。高度なイベントセレクターは、管理イベントを絞り込まずに記録するものがあれば合格とします。別の構成で宣言された組織の証跡は見えないため、そのアカウントではこのコントロールを無効にしてください。"
  }
  config_rule = "multi-region-cloudtrail-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudTrail.1"]
    "cis-aws-1.2"    = ["2.1"]
    "cis-aws-1.4"    = ["3.1"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-14(1)", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SA-8(22)", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.1"]
    "cis-aws-5.0"                   = ["3.1"]
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP02", "SEC04-BP03"]
    "soc2"                          = ["cc_2_1", "cc_7_2", "cc_a_1_1", "pi_1_3"]
  }

  check "account" {
    per = "account"
    locals {
      trails = [for trail in in_scope("aws_cloudtrail") : {
        trail = trail
        events = all([
          # Without any selector a trail records all management events.
          any([
            length(trail.event_selector) == 0 && length(trail.advanced_event_selector) == 0,
            any([for selector in trail.event_selector : all([
              default(selector.include_management_events, true),
              default(selector.read_write_type, "All") == "All",
            ])]),
            any([for selector in trail.advanced_event_selector : all([
              any([for field in selector.field_selector : field.field == "eventCategory" && contains(default(field.equals, []), "Management")]),
              all([for field in selector.field_selector : field.field == "eventCategory"]),
            ])]),
          ]),
          !any([for selector in trail.event_selector : is_set(selector.exclude_management_event_sources)]),
        ])
      }]
      wide  = [for item in local.trails : item.trail if any([item.events])]
      live  = [for trail in local.wide : trail if default(trail.enable_logging, true)]
      basic = [for item in local.trails : item.trail if length(item.trail.event_selector) > 0]
    }
    enforce {
      condition = any([for item in local.trails : all([
        default(item.trail.is_multi_region_trail, false),
        default(item.trail.enable_logging, true),
        item.events,
      ])])
      error_message = {
        en = "no multi-Region trail records all management events"
        ja = "すべての管理イベントを記録するマルチリージョンの証跡がない"
      }
    }
    fix {
      when   = length(local.live) > 0 && !default(local.live[0].include_global_service_events, true)
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "make the trail record every Region and the global services"
        ja = "証跡を全リージョンとグローバルサービス対象にする"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on = local.live[0]
      set = {
        is_multi_region_trail         = true
        include_global_service_events = true
      }
    }
    fix {
      when   = length(local.live) > 0
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "make the trail record every Region"
        ja = "証跡を全リージョン対象にする"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on  = local.live[0]
      set = { is_multi_region_trail = true }
    }
    fix {
      when   = length(local.wide) > 0 && !default(local.wide[0].include_global_service_events, true)
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "start the trail and make it record every Region"
        ja = "証跡の記録を開始し、全リージョン対象にする"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on = local.wide[0]
      set = {
        is_multi_region_trail         = true
        include_global_service_events = true
        enable_logging                = true
      }
    }
    fix {
      when   = length(local.wide) > 0
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "start the trail and make it record every Region"
        ja = "証跡の記録を開始し、全リージョン対象にする"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on = local.wide[0]
      set = {
        is_multi_region_trail = true
        enable_logging        = true
      }
    }
    fix {
      when   = length(local.basic) > 0 && !default(local.basic[0].include_global_service_events, true)
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "record all management events in every Region"
        ja = "全リージョンのすべての管理イベントを記録する"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on = local.basic[0]
      set = {
        is_multi_region_trail                         = true
        include_global_service_events                 = true
        "event_selector[0].read_write_type"           = "All"
        "event_selector[0].include_management_events" = true
      }
      remove = ["event_selector[0].exclude_management_event_sources"]
    }
    fix {
      when   = length(local.basic) > 0
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "record all management events in every Region"
        ja = "全リージョンのすべての管理イベントを記録する"
      }
      warning = {
        en = "The logs of all Regions are stored in the bucket; where another trail records management events already, the further copies are charged."
        ja = "全リージョンのログがバケットに保存されます。別の証跡がすでに管理イベントを記録している場合、2 つ目以降の記録は課金されます。"
      }
      on = local.basic[0]
      set = {
        is_multi_region_trail                         = true
        "event_selector[0].read_write_type"           = "All"
        "event_selector[0].include_management_events" = true
      }
      remove = ["event_selector[0].exclude_management_event_sources"]
    }
    fix {
      when   = length(local.trails) == 0
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "add a multi-Region trail"
        ja = "マルチリージョンの証跡を追加する"
      }
      warning = {
        en = "The bucket's and the key's policies must let CloudTrail write; copies of management events beyond the first are charged."
        ja = "バケットとキーのポリシーで CloudTrail からの書き込みを許可しておく必要があります。管理イベントの 2 つ目以降の記録は課金されます。"
      }
      input "cloudtrail_bucket_name" {
        description = {
          en = "Name of the bucket that collects the logs, in the log archive account where there is one"
          ja = "ログを集約するバケットの名前 (ログアーカイブ用アカウントがあればそのバケット)"
        }
      }
      input "cloudtrail_kms_key_arn" {
        description = {
          en = "ARN of the KMS key that encrypts the logs"
          ja = "ログを暗号化する KMS キーの ARN"
        }
      }
      input "cloudtrail_log_group_arn" {
        description = {
          en = "ARN of the CloudWatch Logs group for the trail, ending in :*"
          ja = "証跡の送信先となる CloudWatch Logs ロググループの ARN (末尾は :*)"
        }
      }
      input "cloudtrail_logs_role_arn" {
        description = {
          en = "ARN of the role that lets CloudTrail write to the log group"
          ja = "CloudTrail がロググループに書き込むためのロールの ARN"
        }
      }
      resource "aws_cloudtrail" "management" {
        name                       = "management-events"
        s3_bucket_name             = var.cloudtrail_bucket_name
        kms_key_id                 = var.cloudtrail_kms_key_arn
        cloud_watch_logs_group_arn = var.cloudtrail_log_group_arn
        cloud_watch_logs_role_arn  = var.cloudtrail_logs_role_arn
        is_multi_region_trail      = true
        enable_log_file_validation = true
      }
    }
    no_fix = {
      en = "the trail's advanced selectors leave out management events: which of them were meant is for its owner to say; add a selector whose only field is eventCategory = Management"
      ja = "高度なイベントセレクターで管理イベントの一部が除外されている。意図は所有者にしか分からないため、eventCategory = Management だけを条件とするセレクターを追加する"
    }
  }

  check "aws_cloudtrail" {
    operations = ["delete"]
    filter     = !account_judged() && local.satisfied
    locals {
      satisfied = all([
        default(prior_attrs.is_multi_region_trail, false),
        default(prior_attrs.enable_logging, true),
        any([
          length(prior_attrs.event_selector) == 0 && length(prior_attrs.advanced_event_selector) == 0,
          any([for selector in prior_attrs.event_selector : all([
            default(selector.include_management_events, true),
            default(selector.read_write_type, "All") == "All",
          ])]),
          any([for selector in prior_attrs.advanced_event_selector : all([
            any([for field in selector.field_selector : field.field == "eventCategory" && contains(default(field.equals, []), "Management")]),
            all([for field in selector.field_selector : field.field == "eventCategory"]),
          ])]),
        ]),
        !any([for selector in prior_attrs.event_selector : is_set(selector.exclude_management_event_sources)]),
      ])
    }
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away a multi-Region trail of all management events"
        ja = "このプランで、すべての管理イベントを記録するマルチリージョンの証跡が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Trails in the CloudTrail console and create a trail, or open the one that exists; trails made in the console cover all Regions.", "Under Management events choose Read and Write, and exclude neither KMS nor RDS Data API events.", "Switch on log file validation and encryption, and save."]
      ja = ["CloudTrail コンソールの「証跡」で証跡を作成するか、既存の証跡を開く (コンソールで作成した証跡は全リージョンが対象)。", "「管理イベント」で読み取りと書き込みの両方を選び、KMS や RDS Data API のイベントを除外しない。", "ログファイルの検証と暗号化を有効にして保存する。"]
    }
    cli = "aws cloudtrail update-trail --name TRAIL --is-multi-region-trail"
  }

  example "fail" "no trail" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no trail" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    variable "cloudtrail_bucket_name" {
      type    = string
      default = "example-log-archive"
    }

    variable "cloudtrail_kms_key_arn" {
      type    = string
      default = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    }

    variable "cloudtrail_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*"
    }

    variable "cloudtrail_logs_role_arn" {
      type    = string
      default = "arn:aws:iam::111122223333:role/cloudtrail-logs"
    }

    resource "aws_cloudtrail" "management" {
      name                       = "management-events"
      s3_bucket_name             = var.cloudtrail_bucket_name
      kms_key_id                 = var.cloudtrail_kms_key_arn
      cloud_watch_logs_group_arn = var.cloudtrail_log_group_arn
      cloud_watch_logs_role_arn  = var.cloudtrail_logs_role_arn
      is_multi_region_trail      = true
      enable_log_file_validation = true
    }
  }

  example "fail" "a trail for one Region" {
    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "fixed" "a trail for one Region" {
    resource "aws_cloudtrail" "this" {
      name                  = "example"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
    }
  }

  example "fail" "a trail for one Region without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = false
    }
  }

  example "fixed" "a trail for one Region without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = true
      is_multi_region_trail         = true
    }
  }

  example "fail" "a stopped trail for one Region without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = false
      enable_logging                = false
    }
  }

  example "fixed" "a stopped trail for one Region without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = true
      enable_logging                = true
      is_multi_region_trail         = true
    }
  }

  example "fail" "a trail for one Region of writes only, without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = false
      event_selector {
        read_write_type = "WriteOnly"
      }
    }
  }

  example "fixed" "a trail for one Region of writes only, without the global services" {
    resource "aws_cloudtrail" "this" {
      name                          = "example"
      s3_bucket_name                = "example-log-archive"
      include_global_service_events = true
      is_multi_region_trail         = true
      event_selector {
        include_management_events = true
        read_write_type           = "All"
      }
    }
  }

  example "fail" "a trail that is stopped" {
    resource "aws_cloudtrail" "this" {
      name                  = "example"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      enable_logging        = false
    }
  }

  example "fail" "writes only, and events of KMS left out" {
    resource "aws_cloudtrail" "writes" {
      name                  = "writes"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        read_write_type = "WriteOnly"
      }
    }

    resource "aws_cloudtrail" "without_kms" {
      name                  = "without-kms"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        exclude_management_event_sources = ["kms.amazonaws.com"]
      }
    }
  }

  example "fail" "data events only" {
    resource "aws_cloudtrail" "this" {
      name                  = "data"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  example "fixed" "data events only" {
    resource "aws_cloudtrail" "this" {
      name                  = "data"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        include_management_events = true
        read_write_type           = "All"
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  example "fail" "advanced selectors without reads" {
    resource "aws_cloudtrail" "this" {
      name                  = "advanced"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      advanced_event_selector {
        name = "writes"
        field_selector {
          field  = "eventCategory"
          equals = ["Management"]
        }
        field_selector {
          field  = "readOnly"
          equals = ["false"]
        }
      }
    }
  }

  example "pass" "a multi-Region trail beside a regional one" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
    }

    resource "aws_cloudtrail" "regional" {
      name           = "regional"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "pass" "one of two selectors takes all management events" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
      event_selector {
        read_write_type = "All"
      }
    }
  }

  example "pass" "a selector that only asks for management events" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      event_selector {
        include_management_events = true
      }
    }
  }

  example "pass" "advanced selectors" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = true
      advanced_event_selector {
        name = "management"
        field_selector {
          field  = "eventCategory"
          equals = ["Management"]
        }
      }
      advanced_event_selector {
        name = "objects"
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          field  = "resources.type"
          equals = ["AWS::S3::Object"]
        }
      }
    }
  }

  example "unknown" "the Regions are decided at apply" {
    resource "terraform_data" "everywhere" {
      input = true
    }

    resource "aws_cloudtrail" "this" {
      name                  = "example"
      s3_bucket_name        = "example-log-archive"
      is_multi_region_trail = tobool(terraform_data.everywhere.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_cloudtrail" "this" {
        name                  = "management-events"
        s3_bucket_name        = "example-cloudtrail"
        is_multi_region_trail = true
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_cloudtrail" "this" {
        name                  = "management-events"
        s3_bucket_name        = "example-cloudtrail"
        is_multi_region_trail = true
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "pass" "a trail of one Region" {
    prior {
      resource "aws_cloudtrail" "this" {
        name           = "events"
        s3_bucket_name = "example-cloudtrail"
      }
    }
  }
}
