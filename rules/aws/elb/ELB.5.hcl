control "ELB.5" {
  slug     = "load-balancer-access-logs"
  aliases  = []
  severity = "medium"
  category = ["Logging"]
  title = {
    en = "Application and Classic Load Balancers write access logs"
    ja = "Application Load Balancer と Classic Load Balancer のアクセスログが有効になっている"
  }
  why = {
    en = "Access logs show who asked for what, from where and with which result. Without them attacks and failures cannot be traced."
    ja = "アクセスログがないと、誰がどこから何にアクセスしてどう応答したのかが分からず、攻撃や障害を追跡できません。"
  }
  decides     = "checked"
  config_rule = "elb-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["ELB.5"]
    "nist-800-53-r5" = ["AC-4(26)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01", "SEC04-BP03"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_7_2", "cc_7_3", "cc_a_1_1", "pi_1_2"]
  }

  check "aws_lb" "aws_alb" {
    filter = default(attrs.load_balancer_type, "application") == "application"
    enforce {
      condition = default(one(attrs.access_logs[*].enabled), false)
      at        = "access_logs.enabled"
      error_message = {
        en = "access logs are off"
        ja = "アクセスログが無効になっている"
      }
    }
    fix {
      when   = is_set(one(attrs.access_logs[*].bucket))
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch on access logs"
        ja = "アクセスログを有効にする"
      }
      warning = {
        en = "The bucket's policy must let Elastic Load Balancing write."
        ja = "バケットポリシーで Elastic Load Balancing からの書き込みを許可しておく必要があります。"
      }
      set = { "access_logs.enabled" = true }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "write access logs to a bucket"
        ja = "アクセスログをバケットに記録する"
      }
      input "elb_log_bucket" {
        description = {
          en = "Name of the bucket for load balancer access logs; its policy must let Elastic Load Balancing write"
          ja = "ロードバランサーのアクセスログを保存するバケットの名前。バケットポリシーで Elastic Load Balancing からの書き込みを許可しておくこと"
        }
      }
      set = {
        "access_logs.bucket"  = var.elb_log_bucket
        "access_logs.enabled" = true
      }
    }
  }

  check "aws_elb" {
    enforce {
      condition = length(attrs.access_logs) > 0 ? default(one(attrs.access_logs[*].enabled), true) : false
      at        = "access_logs.enabled"
      error_message = {
        en = "access logs are off"
        ja = "アクセスログが無効になっている"
      }
    }
    fix {
      when   = length(attrs.access_logs) > 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch on access logs"
        ja = "アクセスログを有効にする"
      }
      warning = {
        en = "The bucket's policy must let Elastic Load Balancing write."
        ja = "バケットポリシーで Elastic Load Balancing からの書き込みを許可しておく必要があります。"
      }
      set = { "access_logs.enabled" = true }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "write access logs to a bucket"
        ja = "アクセスログをバケットに記録する"
      }
      input "elb_log_bucket" {
        description = {
          en = "Name of the bucket for load balancer access logs; its policy must let Elastic Load Balancing write"
          ja = "ロードバランサーのアクセスログを保存するバケットの名前。バケットポリシーで Elastic Load Balancing からの書き込みを許可しておくこと"
        }
      }
      set = { "access_logs.bucket" = var.elb_log_bucket }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Attributes tab choose Edit.", "Switch on Access logs, enter the bucket and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「属性」タブで「編集」を選ぶ。", "「アクセスログ」を有効にし、バケットを指定して保存する。"]
    }
    cli = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=BUCKET"
  }

  example "fail" "left out" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }
  }

  example "fixed" "left out" {
    variable "elb_log_bucket" {
      type    = string
      default = "example-logs"
    }

    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = var.elb_log_bucket
        enabled = true
      }
    }
  }

  example "fail" "not switched on" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket = "example-logs"
      }
    }
  }

  example "fixed" "not switched on" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = true
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_alb" "site" {
      name    = "site"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_alb" "site" {
      name    = "site"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = true
      }
    }
  }

  example "fail" "a Classic Load Balancer" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "a Classic Load Balancer" {
    variable "elb_log_bucket" {
      type    = string
      default = "example-logs"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket = var.elb_log_bucket
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "a Classic Load Balancer, switched off" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = false
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "a Classic Load Balancer, switched off" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = true
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "the type written out" {
    resource "aws_lb" "shop" {
      name               = "shop"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "application"
    }
  }

  example "pass" "switched on, in a bucket that is made with it" {
    resource "aws_s3_bucket" "logs" {
      bucket = "example-logs"
    }

    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = aws_s3_bucket.logs.id
        enabled = true
      }
    }
  }

  example "pass" "a Classic Load Balancer switches on by default" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket = "example-logs"
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "a Network Load Balancer is not judged" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = true
      }
    }

    resource "aws_lb" "queue" {
      name               = "queue"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "network"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = tobool(terraform_data.later.output)
      }
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      access_logs {
        bucket  = "example-logs"
        enabled = tobool(terraform_data.later.output)
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }
}
