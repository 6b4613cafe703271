control "Redshift.7" {
  slug     = "redshift-cluster-enhanced-vpc-routing"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure network configuration", "API private access"]
  title = {
    en = "Redshift clusters route COPY and UNLOAD through the VPC"
    ja = "Redshift クラスターで拡張された VPC ルーティングが有効になっている"
  }
  why = {
    en = "Without it, loading and unloading data goes over the internet, past security groups, network ACLs, endpoints and flow logs."
    ja = "無効の場合、COPY や UNLOAD の通信が VPC を経由せず、セキュリティグループやフローログの対象になりません。"
  }
  decides = "checked"
  config_rule = "redshift-enhanced-vpc-routing-enabled"
  frameworks = {
    "aws-fsbp"       = ["Redshift.7"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(20)", "SC-7(21)", "SC-7(4)", "SC-7(9)"]
  }

  check "aws_redshift_cluster" {
    enforce {
      condition = default(attrs.enhanced_vpc_routing, false)
      at        = "enhanced_vpc_routing"
      error_message = {
        en = "traffic of the cluster does not have to go through the VPC"
        ja = "クラスターの通信が VPC を経由しない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "route traffic through the VPC"
        ja = "通信を VPC 経由にする"
      }
      warning = {
        en = "COPY and UNLOAD fail until the VPC has a route to S3, such as a gateway endpoint."
        ja = "S3 ゲートウェイエンドポイントなど、VPC から S3 への経路がないと COPY や UNLOAD が失敗します。"
      }
      set = { enhanced_vpc_routing = true }
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the Redshift console and choose Edit.", "Under Network and security switch on Enhanced VPC routing."]
      ja = ["Redshift コンソールでクラスターを開き「編集」を選ぶ。", "「ネットワークとセキュリティ」で「拡張された VPC ルーティング」を有効にする。"]
    }
    cli = "aws redshift modify-cluster --cluster-identifier CLUSTER --enhanced-vpc-routing"
  }

  example "fail" "left out" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fixed" "left out" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      enhanced_vpc_routing   = true
    }
  }

  example "fail" "switched off" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      enhanced_vpc_routing   = false
    }
  }

  example "pass" "switched on" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      enhanced_vpc_routing   = true
    }
  }

  example "pass" "switched on by a local" {
    locals {
      private = true
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      enhanced_vpc_routing   = local.private
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      enhanced_vpc_routing   = tobool(terraform_data.later.output)
    }
  }
}
