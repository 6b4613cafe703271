control "ELB.9" {
  slug     = "clb-cross-zone"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High Availability"]
  title = {
    en = "Classic Load Balancers spread requests across zones"
    ja = "Classic Load Balancer でクロスゾーンロードバランシングが有効になっている"
  }
  why = {
    en = "Without cross-zone balancing a zone with few instances gets as many requests as one with many, and its instances are overrun first."
    ja = "無効のままだと、インスタンスの少ない AZ にも同じ量のリクエストが届き、その AZ のインスタンスから過負荷になります。"
  }
  decides     = "checked"
  config_rule = "elb-cross-zone-load-balancing-enabled"
  frameworks = {
    "aws-fsbp"       = ["ELB.9"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "nist-csf-2.0" = ["be_5", "ds_4", "pt_5"]
  }

  check "aws_elb" {
    enforce {
      condition = default(attrs.cross_zone_load_balancing, true)
      at        = "cross_zone_load_balancing"
      error_message = {
        en = "each zone's requests stay with its own instances"
        ja = "クロスゾーンロードバランシングが無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "spread requests across zones"
        ja = "クロスゾーンロードバランシングを有効にする"
      }
      set = { cross_zone_load_balancing = true }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Attributes tab choose Edit.", "Switch on Cross-zone load balancing and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「属性」タブで「編集」を選ぶ。", "「クロスゾーン負荷分散」を有効にして保存する。"]
    }
    cli = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes '{\"CrossZoneLoadBalancing\":{\"Enabled\":true}}'"
  }

  example "fixed" "switched off" {
    resource "aws_elb" "shop" {
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = true

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
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = false

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
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = var.enabled

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
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = var.enabled

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
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = true

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
      name                      = "shop"
      subnets                   = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      cross_zone_load_balancing = tobool(terraform_data.later.output)

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "left to the default" {
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
}
