control "ELB.6" {
  slug     = "alb-deletion-protection"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "Application Load Balancers are protected from deletion"
    ja = "Application Load Balancer で削除保護が有効になっている"
  }
  why = {
    en = "A load balancer that is deleted by mistake takes its service down at once, and comes back under another name and address."
    ja = "ロードバランサーを誤って削除するとサービスは即座に停止し、作り直しても DNS 名やアドレスは変わってしまいます。"
  }
  decides     = "checked"
  config_rule = "elb-deletion-protection-enabled"
  frameworks = {
    "aws-fsbp"       = ["ELB.6"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)", "CM-3", "SC-5(2)"]
  }
  frameworks_derived = {
    "nist-csf-2.0" = ["ds_3"]
  }

  check "aws_lb" "aws_alb" {
    filter = default(attrs.load_balancer_type, "application") == "application"
    enforce {
      condition = default(attrs.enable_deletion_protection, false)
      at        = "enable_deletion_protection"
      error_message = {
        en = "the load balancer can be deleted without further protection"
        ja = "ロードバランサーの削除保護が無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "switch on deletion protection"
        ja = "削除保護を有効にする"
      }
      set = { enable_deletion_protection = true }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Attributes tab choose Edit.", "Switch on Deletion protection and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「属性」タブで「編集」を選ぶ。", "「削除保護」を有効にして保存する。"]
    }
    cli = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=deletion_protection.enabled,Value=true"
  }

  example "fail" "left out" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }
  }

  example "fixed" "left out" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = true
    }
  }

  example "fail" "switched off" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = false
    }
  }

  example "fail" "switched off by a variable" {
    variable "enabled" {
      type    = bool
      default = false
    }

    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = var.enabled
    }
  }

  example "fixed" "switched off by a variable" {
    variable "enabled" {
      type    = bool
      default = true
    }

    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = var.enabled
    }
  }

  example "pass" "switched on" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = tobool(terraform_data.later.output)
    }
  }

  example "fail" "an alias, and the type written out" {
    resource "aws_alb" "site" {
      name               = "site"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "application"
    }
  }

  example "pass" "a Network Load Balancer is not judged" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      enable_deletion_protection = true
    }

    resource "aws_lb" "queue" {
      name               = "queue"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "network"
    }
  }
}
