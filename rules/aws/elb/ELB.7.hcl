control "ELB.7" {
  slug     = "clb-connection-draining"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience"]
  title = {
    en = "Classic Load Balancers drain connections"
    ja = "Classic Load Balancer で Connection Draining が有効になっている"
  }
  why = {
    en = "Without draining every deployment, scale-in or failed health check cuts off requests that are under way."
    ja = "Connection Draining がないと、デプロイやスケールイン、ヘルスチェックの失敗のたびに処理中のリクエストが切断されます。"
  }
  decides = "checked"
  frameworks = {
    "aws-fsbp"       = ["ELB.7"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }

  check "aws_elb" {
    enforce {
      condition = default(attrs.connection_draining, false)
      at        = "connection_draining"
      error_message = {
        en = "connections to instances that leave are cut off"
        ja = "登録解除されるインスタンスへの接続が即座に切断される"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "drain connections"
        ja = "Connection Draining を有効にする"
      }
      set = { connection_draining = true }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Attributes tab choose Edit.", "Switch on Connection draining, set its timeout and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「属性」タブで「編集」を選ぶ。", "「Connection Draining」を有効にし、タイムアウトを設定して保存する。"]
    }
    cli = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes '{\"ConnectionDraining\":{\"Enabled\":true,\"Timeout\":300}}'"
  }

  example "fail" "left out" {
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

  example "fixed" "left out" {
    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = true

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = false

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "switched off by a variable" {
    variable "enabled" {
      type    = bool
      default = false
    }

    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = var.enabled

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "switched off by a variable" {
    variable "enabled" {
      type    = bool
      default = true
    }

    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = var.enabled

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = true

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_elb" "shop" {
      name                = "shop"
      subnets             = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining = tobool(terraform_data.later.output)

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "switched on with a shorter timeout" {
    resource "aws_elb" "shop" {
      name                        = "shop"
      subnets                     = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      connection_draining         = true
      connection_draining_timeout = 60

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
