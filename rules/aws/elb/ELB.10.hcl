control "ELB.10" {
  slug     = "clb-multiple-zones"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High Availability"]
  title = {
    en = "Classic Load Balancers span several Availability Zones"
    ja = "Classic Load Balancer が複数のアベイラビリティーゾーンにまたがっている"
  }
  why = {
    en = "A load balancer in one zone is gone for as long as the zone is, whatever runs elsewhere."
    ja = "AZ が 1 つだけのロードバランサーは、その AZ の障害中は、ほかの AZ が正常でも使えなくなります。"
  }
  decides = "checked"
  notes = {
    en = "A Classic Load Balancer takes at most one subnet of a zone, so subnets count as zones."
    ja = "Classic Load Balancer に指定できるサブネットは AZ ごとに 1 つなので、サブネットの数を AZ の数とみなします。"
  }
  config_rule = "clb-multiple-az"
  frameworks = {
    "aws-fsbp"       = ["ELB.10"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.14"]
    "nist-csf-2.0"   = ["ds_4"]
  }

  parameter "minAvailabilityZones" {
    default = 2
    description = {
      en = "Availability Zones that a load balancer spans at least"
      ja = "ロードバランサーに求める AZ の最小数"
    }
  }

  check "aws_elb" {
    locals {
      zones   = length(default(attrs.availability_zones, []))
      subnets = length(targets(default(attrs.subnets, [])))
    }
    enforce {
      condition = any([local.zones >= param.minAvailabilityZones, local.subnets >= param.minAvailabilityZones])
      at        = "subnets"
      error_message = {
        en = "the load balancer is in fewer than ${param.minAvailabilityZones} Availability Zones"
        ja = "ロードバランサーの AZ が ${param.minAvailabilityZones} つに満たない"
      }
    }
    fix {
      when   = local.zones > 0
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "name the zones of the load balancer"
        ja = "ロードバランサーを置く AZ を指定する"
      }
      warning = {
        en = "Instances in the new zones must be registered before they take requests."
        ja = "追加した AZ でリクエストを処理するには、その AZ のインスタンスを登録する必要があります。"
      }
      input "elb_availability_zones" {
        description = {
          en = "Availability Zones of the load balancer, at least two"
          ja = "ロードバランサーを置く AZ (2 つ以上)"
        }
      }
      set = { availability_zones = var.elb_availability_zones }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "name the subnets of the load balancer"
        ja = "ロードバランサーのサブネットを指定する"
      }
      warning = {
        en = "Instances in the new zones must be registered before they take requests."
        ja = "追加した AZ でリクエストを処理するには、その AZ のインスタンスを登録する必要があります。"
      }
      input "elb_subnet_ids" {
        description = {
          en = "Subnets of the load balancer, one in each of at least two Availability Zones"
          ja = "ロードバランサーのサブネット。2 つ以上の AZ からそれぞれ 1 つずつ"
        }
      }
      set = { subnets = var.elb_subnet_ids }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Network mapping tab choose Edit.", "Add subnets in further Availability Zones and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「ネットワークマッピング」タブで「編集」を選ぶ。", "別の AZ のサブネットを追加して保存する。"]
    }
    cli = "aws elb attach-load-balancer-to-subnets --load-balancer-name NAME --subnets SUBNET_ID"
  }

  example "fail" "one zone" {
    resource "aws_elb" "shop" {
      name               = "shop"
      availability_zones = ["us-east-1a"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "one zone" {
    variable "elb_availability_zones" {
      type    = list(string)
      default = ["us-east-1a", "us-east-1b"]
    }

    resource "aws_elb" "shop" {
      name               = "shop"
      availability_zones = var.elb_availability_zones

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "one subnet" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "one subnet" {
    variable "elb_subnet_ids" {
      type    = list(string)
      default = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = var.elb_subnet_ids

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fail" "two zones where three are required" {
    params = { minAvailabilityZones = 3 }

    resource "aws_elb" "shop" {
      name               = "shop"
      availability_zones = ["us-east-1a", "us-east-1b"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "two zones" {
    resource "aws_elb" "shop" {
      name               = "shop"
      availability_zones = ["us-east-1a", "us-east-1b"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "subnets that are made with it" {
    resource "aws_subnet" "public" {
      for_each          = { us-east-1a = "10.0.1.0/24", us-east-1b = "10.0.2.0/24" }
      vpc_id            = "vpc-0123456789abcdef0"
      availability_zone = each.key
      cidr_block        = each.value
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = [aws_subnet.public["us-east-1a"].id, aws_subnet.public["us-east-1b"].id]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "pass" "two subnets" {
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

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = ["us-east-1a", "us-east-1b"]
    }

    resource "aws_elb" "shop" {
      name               = "shop"
      availability_zones = tolist(terraform_data.later.output)

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
