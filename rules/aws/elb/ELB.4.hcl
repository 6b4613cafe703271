control "ELB.4" {
  slug     = "alb-drops-invalid-headers"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Network security"]
  title = {
    en = "Application Load Balancers drop invalid HTTP headers"
    ja = "Application Load Balancer が無効な HTTP ヘッダーを削除する"
  }
  why = {
    en = "Headers that break the rules of HTTP are read differently by load balancer and server. Attackers use that to smuggle requests past checks."
    ja = "規格に反するヘッダーは、ロードバランサーとサーバーで解釈が食い違うことがあり、検査を迂回するリクエストスマグリングに悪用されます。"
  }
  decides     = "checked"
  config_rule = "alb-http-drop-invalid-header-enabled"
  frameworks = {
    "aws-fsbp"       = ["ELB.4"]
    "nist-800-53-r5" = ["SC-7(4)", "SC-8(2)"]
  }

  check "aws_lb" "aws_alb" {
    filter = default(attrs.load_balancer_type, "application") == "application"
    enforce {
      condition = default(attrs.drop_invalid_header_fields, false)
      at        = "drop_invalid_header_fields"
      error_message = {
        en = "invalid HTTP headers are passed on to targets"
        ja = "無効な HTTP ヘッダーがターゲットに渡される"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "drop invalid headers"
        ja = "無効なヘッダーを削除する"
      }
      warning = {
        en = "Header names may then hold only letters, digits and hyphens; check that no client sends others, such as names with an underscore."
        ja = "ヘッダー名に使えるのは英数字とハイフンだけになります。アンダースコアを含む名前などを送るクライアントがないか確認してください。"
      }
      set = { drop_invalid_header_fields = true }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Attributes tab choose Edit.", "Switch on Drop invalid header fields and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「属性」タブで「編集」を選ぶ。", "「無効なヘッダーフィールドを削除」を有効にして保存する。"]
    }
    cli = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=routing.http.drop_invalid_header_fields.enabled,Value=true"
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
      drop_invalid_header_fields = true
    }
  }

  example "fail" "switched off" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      drop_invalid_header_fields = false
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
      drop_invalid_header_fields = var.enabled
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
      drop_invalid_header_fields = var.enabled
    }
  }

  example "pass" "switched on" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      drop_invalid_header_fields = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      drop_invalid_header_fields = tobool(terraform_data.later.output)
    }
  }

  example "fail" "an alias, and the type written out" {
    resource "aws_alb" "site" {
      name               = "site"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "application"
    }
  }

  example "pass" "a Network Load Balancer has no such setting" {
    resource "aws_lb" "shop" {
      name                       = "shop"
      subnets                    = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      drop_invalid_header_fields = true
    }

    resource "aws_lb" "queue" {
      name               = "queue"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "network"
    }
  }
}
