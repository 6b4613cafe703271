control "ElasticBeanstalk.2" {
  slug     = "beanstalk-managed-updates"
  aliases  = []
  severity = "high"
  category = ["Detect", "Vulnerability, patch, and version management"]
  title = {
    en = "Elastic Beanstalk environments take managed platform updates"
    ja = "Elastic Beanstalk 環境でマネージドプラットフォーム更新が有効になっている"
  }
  why = {
    en = "Platform updates carry fixes of the operating system, runtime and web server. An environment that nobody updates keeps their known holes."
    ja = "プラットフォームの更新には、OS やランタイム、Web サーバーの修正が含まれます。更新されない環境には、既知の脆弱性が残り続けます。"
  }
  decides = "checked"
  notes = {
    en = "Settings of the environment and of a configuration template in the same run are seen; those in a source bundle's .ebextensions, and saved configurations elsewhere, are not."
    ja = "環境自身の設定と、同じ構成内の設定テンプレートを確認します。ソースバンドルの .ebextensions や、構成外の保存済み設定は見えません。"
  }
  config_rule = "elastic-beanstalk-managed-updates-enabled"
  frameworks = {
    "nist-800-53-r5" = ["SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"]
  }

  check "aws_elastic_beanstalk_environment" {
    locals {
      inherited = default(attribute(target_or_unknown(attrs.template_name, "aws_elastic_beanstalk_configuration_template"), "setting"), [])
    }
    enforce {
      condition = any([
        any([for setting in attrs.setting : all([setting.namespace == "aws:elasticbeanstalk:managedactions", setting.name == "ManagedActionsEnabled"])]),
        any([for setting in local.inherited : all([setting.namespace == "aws:elasticbeanstalk:managedactions", setting.name == "ManagedActionsEnabled", lower(setting.value) == "true"])]),
      ])
      at = "setting"
      error_message = {
        en = "the platform is not updated by itself"
        ja = "マネージドプラットフォーム更新が無効になっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "update the platform every week"
        ja = "プラットフォームを毎週更新する"
      }
      warning = {
        en = "Updates replace instances in the weekly window. They need enhanced health reporting and a service role for managed updates."
        ja = "毎週のメンテナンスウィンドウでインスタンスが更新されます。拡張ヘルスレポートと、マネージド更新用のサービスロールが必要です。"
      }
      input "beanstalk_update_start" {
        description = {
          en = "Start of the weekly update window in UTC, such as Sun:10:00"
          ja = "毎週の更新を始める日時 (UTC)。Sun:10:00 など"
        }
      }
      block "setting" {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
      block "setting" {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "PreferredStartTime"
        value     = var.beanstalk_update_start
      }
      block "setting" {
        namespace = "aws:elasticbeanstalk:managedactions:platformupdate"
        name      = "UpdateLevel"
        value     = "minor"
      }
    }
  }

  check "aws_elastic_beanstalk_environment" {
    each   = "setting"
    filter = each.value.namespace == "aws:elasticbeanstalk:managedactions" && each.value.name == "ManagedActionsEnabled"
    enforce {
      condition = lower(each.value.value) == "true"
      at        = "value"
      error_message = {
        en = "the platform is not updated by itself"
        ja = "マネージドプラットフォーム更新が無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "update the platform every week"
        ja = "プラットフォームを毎週更新する"
      }
      warning = {
        en = "Updates replace instances in the weekly window. They need enhanced health reporting and a service role for managed updates."
        ja = "毎週のメンテナンスウィンドウでインスタンスが更新されます。拡張ヘルスレポートと、マネージド更新用のサービスロールが必要です。"
      }
      set = { value = "true" }
    }
  }

  remediation {
    console = {
      en = ["Open the environment in the Elastic Beanstalk console and choose Configuration.", "Under Updates, monitoring, and logging choose Edit.", "Switch on managed updates, choose the window and level, and apply."]
      ja = ["Elastic Beanstalk コンソールで環境を開き「設定」を選ぶ。", "「更新、モニタリング、ログ記録」で「編集」を選ぶ。", "「マネージド更新」を有効にし、時間帯と更新レベルを選んで適用する。"]
    }
    cli = "aws elasticbeanstalk update-environment --environment-name NAME --option-settings Namespace=aws:elasticbeanstalk:managedactions,OptionName=ManagedActionsEnabled,Value=true"
  }

  example "fail" "left out" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
    }
  }

  example "fixed" "left out" {
    variable "beanstalk_update_start" {
      type    = string
      default = "Sun:10:00"
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "PreferredStartTime"
        value     = var.beanstalk_update_start
      }

      setting {
        namespace = "aws:elasticbeanstalk:managedactions:platformupdate"
        name      = "UpdateLevel"
        value     = "minor"
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "false"
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }
  }

  example "fail" "another setting" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "Other"
        value     = "true"
      }

      setting {
        namespace = "aws:elasticbeanstalk:environment"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }
  }

  example "fail" "a template that switches it off" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "false"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name
    }
  }

  example "fail" "a template with another setting" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "Other"
        value     = "true"
      }

      setting {
        namespace = "aws:elasticbeanstalk:environment"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name
    }
  }

  example "fail" "a template that the environment overrides" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "false"
      }
    }
  }

  example "fixed" "a template that the environment overrides" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }
  }

  example "pass" "switched on by its template" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "true"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name
    }
  }

  example "pass" "switched on in spite of its template" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "false"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "True"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "true"
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = tostring(terraform_data.later.output)
      }
    }
  }

  example "unknown" "a template of another configuration" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = "golden"
    }
  }
}
