control "ElasticBeanstalk.1" {
  slug     = "beanstalk-enhanced-health"
  aliases  = []
  severity = "low"
  category = ["Detect", "Detection services", "Application monitoring"]
  title = {
    en = "Elastic Beanstalk environments report enhanced health"
    ja = "Elastic Beanstalk 環境で拡張ヘルスレポートが有効になっている"
  }
  why = {
    en = "Basic health only tells whether instances answer. Enhanced reports give latencies, errors and causes, so that trouble is seen before users do."
    ja = "ベーシックのヘルスレポートで分かるのは応答の有無程度です。拡張ヘルスレポートなら、レイテンシーやエラー、その原因まで把握でき、利用者より先に異常に気付けます。"
  }
  decides = "checked"
  notes = {
    en = "Settings of the environment and of a configuration template in the same run are seen; those in a source bundle's .ebextensions, and saved configurations elsewhere, are not."
    ja = "環境自身の設定と、同じ構成内の設定テンプレートを確認します。ソースバンドルの .ebextensions や、構成外の保存済み設定は見えません。"
  }
  config_rule = "beanstalk-enhanced-health-reporting-enabled"
  frameworks = {
    "aws-fsbp"       = ["ElasticBeanstalk.1"]
    "nist-800-53-r5" = ["CA-7", "SI-2"]
  }

  check "aws_elastic_beanstalk_environment" {
    locals {
      inherited = default(attribute(target_or_unknown(attrs.template_name, "aws_elastic_beanstalk_configuration_template"), "setting"), [])
    }
    enforce {
      condition = any([
        any([for setting in attrs.setting : all([setting.namespace == "aws:elasticbeanstalk:healthreporting:system", setting.name == "SystemType"])]),
        any([for setting in local.inherited : all([setting.namespace == "aws:elasticbeanstalk:healthreporting:system", setting.name == "SystemType", lower(setting.value) == "enhanced"])]),
      ])
      at = "setting"
      error_message = {
        en = "the environment reports only basic health"
        ja = "拡張ヘルスレポートが有効になっていない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "report enhanced health"
        ja = "拡張ヘルスレポートを有効にする"
      }
      block "setting" {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  check "aws_elastic_beanstalk_environment" {
    each   = "setting"
    filter = each.value.namespace == "aws:elasticbeanstalk:healthreporting:system" && each.value.name == "SystemType"
    enforce {
      condition = lower(each.value.value) == "enhanced"
      at        = "value"
      error_message = {
        en = "the environment reports only basic health"
        ja = "拡張ヘルスレポートが有効になっていない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "report enhanced health"
        ja = "拡張ヘルスレポートを有効にする"
      }
      set = { value = "enhanced" }
    }
  }

  remediation {
    console = {
      en = ["Open the environment in the Elastic Beanstalk console and choose Configuration.", "Under Updates, monitoring, and logging choose Edit.", "Set health reporting to Enhanced and apply."]
      ja = ["Elastic Beanstalk コンソールで環境を開き「設定」を選ぶ。", "「更新、モニタリング、ログ記録」で「編集」を選ぶ。", "ヘルスレポートを「拡張」にして適用する。"]
    }
    cli = "aws elasticbeanstalk update-environment --environment-name NAME --option-settings Namespace=aws:elasticbeanstalk:healthreporting:system,OptionName=SystemType,Value=enhanced"
  }

  example "fail" "left out" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
    }
  }

  example "fixed" "left out" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "basic"
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  example "fail" "another setting" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "Other"
        value     = "enhanced"
      }

      setting {
        namespace = "aws:elasticbeanstalk:environment"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  example "fail" "other settings that are decided at apply" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_subnet" "a" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:ec2:vpc"
        name      = "VPCId"
        value     = aws_vpc.main.id
      }

      setting {
        namespace = "aws:ec2:vpc"
        name      = "Subnets"
        value     = aws_subnet.a.id
      }
    }
  }

  example "fail" "a template that switches it off" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "basic"
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
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "Other"
        value     = "enhanced"
      }

      setting {
        namespace = "aws:elasticbeanstalk:environment"
        name      = "SystemType"
        value     = "enhanced"
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
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "basic"
      }
    }
  }

  example "fixed" "a template that the environment overrides" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
  }

  example "pass" "switched on by its template" {
    resource "aws_elastic_beanstalk_configuration_template" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
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
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "basic"
      }
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name          = "shop"
      application   = "shop"
      template_name = aws_elastic_beanstalk_configuration_template.shop.name

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "Enhanced"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "enhanced"
    }

    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = tostring(terraform_data.later.output)
      }
    }
  }

  example "pass" "beside other settings" {
    resource "aws_elastic_beanstalk_environment" "shop" {
      name                = "shop"
      application         = "shop"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }

      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "HealthCheckSuccessThreshold"
        value     = "Warning"
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
