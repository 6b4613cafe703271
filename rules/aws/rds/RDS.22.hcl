control "RDS.22" {
  slug     = "rds-security-group-event-subscription"
  aliases  = []
  severity = "low"
  category = ["Detect", "Detection Services", "Application monitoring"]
  title = {
    en = "An event subscription covers critical events of DB security groups"
    ja = "DB セキュリティグループの重大なイベントに対するイベントサブスクリプションがある"
  }
  why = {
    en = "Failures and changes of DB security groups that nobody is told of are found by customers first. A subscription sends them to an SNS topic at once."
    ja = "DB セキュリティグループの障害や変更が通知されないと、気付くのが遅れます。サブスクリプションがあれば SNS トピックへ即座に届きます。"
  }
  decides = "checked"
  config_rule = "rds-sg-event-notifications-configured"
  frameworks = {
    "aws-fsbp"       = ["RDS.22"]
    "nist-800-53-r5" = ["CA-7", "SI-2"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
  }

  check "account" {
    per = "account"
    enforce {
      condition = any([for subscription in resources("aws_db_event_subscription") : all([
          default(subscription.enabled, true),
          default(subscription.source_type, "db-security-group") == "db-security-group",
          length(default(subscription.source_ids, [])) == 0,
          length(default(subscription.event_categories, [])) == 0 || all([for category in ["configuration change", "failure"] : contains(default(subscription.event_categories, []), category)]),
        ])])
      error_message = {
        en = "no event subscription covers configuration change, failure of all DB security groups"
        ja = "DB セキュリティグループの configuration change、failure を対象とするイベントサブスクリプションがない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "subscribe to these events"
        ja = "これらのイベントを購読する"
      }
      input "rds_event_topic_arn" {
        description = {
          en = "ARN of the SNS topic that receives RDS events"
          ja = "RDS のイベントを受け取る SNS トピックの ARN"
        }
      }
      resource "aws_db_event_subscription" "db_security_group_events" {
        name             = "db-security-group-events"
        sns_topic        = var.rds_event_topic_arn
        source_type      = "db-security-group"
        event_categories = ["configuration change", "failure"]
      }
    }
  }

  remediation {
    console = {
      en = ["Open Event subscriptions in the RDS console and choose Create event subscription.", "Choose the topic, the source type and the categories configuration change, failure."]
      ja = ["RDS コンソールの「イベントサブスクリプション」で「イベントサブスクリプションを作成」を選ぶ。", "トピック、ソースタイプ、カテゴリ (configuration change、failure) を指定する。"]
    }
    cli = "aws rds create-event-subscription --subscription-name db-security-group-events --sns-topic-arn TOPIC_ARN --source-type db-security-group --event-categories \"configuration change\" \"failure\""
  }

  example "fail" "no subscription" {
    account = true

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "no subscription" {
    account = true

    variable "rds_event_topic_arn" {
      type    = string
      default = "arn:aws:sns:us-east-1:123456789012:alerts"
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_event_subscription" "db_security_group_events" {
      name             = "db-security-group-events"
      sns_topic        = var.rds_event_topic_arn
      source_type      = "db-security-group"
      event_categories = ["configuration change", "failure"]
    }
  }

  example "fail" "another source type" {
    account = true

    resource "aws_db_event_subscription" "rds" {
      name             = "rds"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-cluster"
      event_categories = ["failure"]
    }
  }

  example "fail" "switched off, for one source only, or for other events" {
    account = true

    resource "aws_db_event_subscription" "rds" {
      name             = "rds"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-security-group"
      event_categories = ["configuration change", "failure"]
      enabled          = false
    }

    resource "aws_db_event_subscription" "one" {
      name             = "one"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-security-group"
      event_categories = ["configuration change", "failure"]
      source_ids       = ["orders"]
    }

    resource "aws_db_event_subscription" "other" {
      name             = "other"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-security-group"
      event_categories = ["failure"]
    }
  }

  example "pass" "the critical events" {
    account = true

    resource "aws_db_event_subscription" "rds" {
      name             = "rds"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-security-group"
      event_categories = ["configuration change", "failure"]
    }
  }

  example "pass" "every event of every source" {
    account = true

    resource "aws_db_event_subscription" "rds" {
      name      = "rds"
      sns_topic = "arn:aws:sns:us-east-1:123456789012:alerts"
    }
  }

  example "unknown" "switched on at apply" {
    account = true

    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_db_event_subscription" "rds" {
      name             = "rds"
      sns_topic        = "arn:aws:sns:us-east-1:123456789012:alerts"
      source_type      = "db-security-group"
      event_categories = ["configuration change", "failure"]
      enabled          = tobool(terraform_data.later.output)
    }
  }
}
